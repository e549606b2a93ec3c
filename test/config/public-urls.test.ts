import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const loadUrl = (text: string | undefined, env = {}) =>
  load(t, { env: { REELAY_PUBLIC_URL: text, ...env } })

t.test('kept as text, but for slashes at the end', async t => {
  const cases = {
    'https://calls.example/': 'https://calls.example',
    'https://calls.example//': 'https://calls.example',
    'HTTPS://Calls.Example:443/Base/': 'HTTPS://Calls.Example:443/Base',
    'https://user:p%40ss@calls.example': 'https://user:p%40ss@calls.example',
    'https://[2001:db8::7]:8443/a%20b': 'https://[2001:db8::7]:8443/a%20b',
  }
  for (const [text, expected] of Object.entries(cases)) {
    const { settings, warnings } = loadUrl(text)
    t.strictSame(settings.publicUrls, [expected])
    t.strictSame(warnings, [])
  }
})

t.test('several, each once', async t => {
  const { settings } = loadUrl('https://a.example  https://b.example/\nhttps://a.example/')
  t.strictSame(settings.publicUrls, ['https://a.example', 'https://b.example'])
  const files = { 'reelay.config.json': { publicUrl: ' https://c.example/ ' } }
  const fromFile = load(t, { env: { REELAY_PUBLIC_URL: undefined }, files })
  t.strictSame(fromFile.settings.publicUrls, ['https://c.example'])
})

t.test('warnings', async t => {
  t.match(loadUrl(undefined).warnings, [/^REELAY_PUBLIC_URL: not set: .*derived from each request/])
  t.match(loadUrl('http://calls.example').warnings, [/^REELAY_PUBLIC_URL: http: .*Use https\.$/])
  const doubled = /^REELAY_PUBLIC_URL: ends with the callback path,.*Leave \/callbacks out\.$/
  t.match(loadUrl('https://calls.example/callbacks/').warnings, [doubled])
  const two = loadUrl('https://calls.example http://user:pw@b.example/hook', {
    REELAY_CALLBACK_PATH: '/hook/',
  })
  t.match(two.warnings, [
    /^REELAY_PUBLIC_URL \(URL 2\): http/,
    /^REELAY_PUBLIC_URL \(URL 2\): ends with .*Leave \/hook out/,
  ])
  t.notOk(two.warnings.some(warning => warning.includes('pw')))
  t.strictSame(loadUrl('https://calls.example/', { REELAY_CALLBACK_PATH: '/' }).warnings, [])
})

t.test('mistakes', async t => {
  const wrong = (text: string) => mistakesOf(t, { env: { REELAY_PUBLIC_URL: text } })
  const notHttp = 'not an http or https URL. Write it as in: https://hooks.example.com'
  const invalid = 'not a valid URL. Write it as in: https://hooks.example.com'
  const query = 'has a query, which belongs into the statusCallback URL. Remove it.'
  const cases = {
    'calls.example': notHttp,
    'ftp://calls.example': notHttp,
    'https:/calls.example': notHttp,
    'https://': notHttp,
    'https:///path': notHttp,
    '"https://calls.example"': notHttp,
    'https://calls.example?': query,
    'https://calls.example/x?a=b#c': query,
    'https://calls.example/#rc=5': 'has a fragment, which is never signed. Remove it.',
    'https://calls.example\\x': invalid,
    'https://calls.exämple': invalid,
    'https://calls.example:99999': invalid,
    'https://[::1': invalid,
  }
  for (const [text, expected] of Object.entries(cases)) {
    t.strictSame(wrong(text), [`REELAY_PUBLIC_URL | ${expected}`], text)
  }
  t.strictSame(wrong('https://a.example b.example'), [`REELAY_PUBLIC_URL (URL 2) | ${notHttp}`])
  const publicUrl = ['https://a.example', 'b.example', 7, '']
  const files = { 'reelay.config.json': { publicUrl } }
  t.strictSame(mistakesOf(t, { env: { REELAY_PUBLIC_URL: undefined }, files }), [
    `${inFile('/publicUrl/2')} | must be a string.`,
    `${inFile('/publicUrl/3')} | must not be empty.`,
    `${inFile('/publicUrl/1')} | ${notHttp}`,
  ])
  const blank = { 'reelay.config.json': { publicUrl: ' ' } }
  t.strictSame(mistakesOf(t, { env: { REELAY_PUBLIC_URL: undefined }, files: blank }), [
    `${inFile('/publicUrl')} | ${notHttp}`,
  ])
})
