import t from 'tap'
import { buildCallbackUrl, lintCallbackUrl } from '../../src/twilio/callback-url.ts'

const place = { publicUrls: ['https://calls.orchard.example'], callbackPath: '/callbacks' }
const good = 'https://calls.orchard.example/callbacks#rc=5&rp=all'

const lint = (url: string, where = place, method = 'POST') =>
  lintCallbackUrl(url, method, where).map(
    ({ level, part, message }) => `${level} ${part}: ${message}`,
  )

t.test('what is built is right', async t => {
  t.equal(buildCallbackUrl(place.publicUrls[0]!, place.callbackPath), good)
  t.strictSame(lint(good), [])
  t.strictSame(lint(good, place, 'GET'), [])
})

t.test('other URLs that are right', async t => {
  const [, fragment] = good.split('#')
  for (const url of [
    'https://calls.orchard.example:443/callbacks',
    'https://calls.orchard.example/callbacks/',
    'https://calls.orchard.example/callbacks/eu%20west?tenant=7&Duration=1',
  ]) {
    t.strictSame(lint(`${url}#${fragment}`), [], url)
  }
  const behind = { publicUrls: ['https://calls.orchard.example/twilio'], callbackPath: '/in' }
  t.strictSame(lint('https://calls.orchard.example/twilio/in#rc=5&rp=all', behind), [])
  const all = { ...place, callbackPath: '/' }
  t.strictSame(lint('https://calls.orchard.example/any/where#rc=5&rp=all', all), [])
  t.strictSame(lint(good, { ...place, publicUrls: [] }), [])
})

t.test('what loses callbacks', async t => {
  const cases: [url: string, RegExp][] = [
    [good.replace('callbacks', 'callback'), /^loss path: is not at \/callbacks/],
    [good.replace('callbacks', 'callbacks2'), /^loss path: is not at \/callbacks/],
    [good.replace('orchard', 'garden'), /^loss url: does not begin with a public URL/],
    [good.replace('.example', '.example2'), /^loss url: does not begin with a public URL/],
    [good.replace('calls', 'Calls'), /^loss url: is written otherwise .* in capitals/],
    [good.replace('callbacks', 'callbacks/../callbacks'), /^loss path: has \/\.\//],
    [good.replace('callbacks', 'callbacks/%zz'), /^loss path: has a % that/],
    [good.replace('callbacks', 'callbacks/å'), /^loss url: has blanks or characters beyond/],
    [good.replace('#', '?a=1&amp;b=2#'), /^loss url: has &amp;/],
    [good.replace('#', '?bodySHA256=00#'), /^loss query: has bodySHA256/],
    [good.replace('#', `?a=${'x'.repeat(1000)}#`), /^loss length: has 10\d\d characters/],
    [`${good}#sni=y`, /^loss fragment: has more than one #/],
    [good.replace('#rc=5&rp=all', ''), /^loss fragment: without connection overrides/],
  ]
  for (const [url, found] of cases) t.match(lint(url), [found], url)
  t.match(lint('/callbacks'), [/^loss url: is no absolute URL/])
  t.match(lint(good, place, 'PUT'), [/^loss method: Twilio calls by POST or GET/])
  const both = good.replace('#', '?Duration=1#')
  t.match(lint(both, place, 'GET'), [/^loss query: has Duration/])
})

t.test('scheme, host and port', async t => {
  const of = (origin: string) =>
    lint(`${origin}/callbacks#rc=5&rp=all`, { ...place, publicUrls: [] })
  t.match(of('http://calls.example'), [/^doubt scheme/])
  for (const host of ['localhost', '10.1.2.3', '[::1]', 'reelay', 'reelay.internal']) {
    t.match(of(`https://${host}`), [/^loss host: .* Twilio can't call it/], host)
  }
  t.match(of('https://calls.example:80'), [/^loss port: :80 is the port of the other scheme/])
  t.match(of('http://calls.example:443'), [/^doubt scheme/, /^loss port/])
  t.match(of('https://calls.example:0'), [/^loss port: :0 is no port/])
  t.match(of('https://calls.example:8443'), [/^doubt port: :8443 is an unusual port/])
  t.match(of('https://u:p@calls.example'), [/^doubt host: has a user/])
  t.match(of('https://calls.example/a//b'), [/^doubt path: has \/\/ in it/])
})

t.test('connection overrides', async t => {
  const of = (fragment: string) => lint(good.replace('rc=5&rp=all', fragment))
  t.strictSame(of('rc=5&rp=ct,rt,5xx&ct=10000&rt=15000&tt=15000&sni=y&e=ashburn'), [])
  t.match(of('rc=6&rp=all'), [/rc takes a whole number from 0 to 5/])
  t.match(of('rc=0&rp=all'), [/rc=0: no call is tried again/])
  t.match(of('rc=2&rp=all'), [/^doubt fragment: rc=2/])
  t.match(of('rc=5&rp=all&ct=99&rt=15001&tt=1e3'), [/ct takes/, /rt takes/, /tt takes/])
  t.match(of('rc=5&rp=every'), [/rp has "every"/, /without 5xx/, /without rt/, /without ct/])
  t.match(of('rc=5'), [/rp is without 5xx/, /rp is without rt/])
  t.match(of('rp=all&rc'), [/"rc" is no name=value/, /^doubt .*rc=1/].slice(0, 1))
  t.match(of('rc=5&rp=all&rc=4'), [/^doubt fragment: rc is given twice/])
  t.match(of('rc=5&rp=all&retry=1&sni=on&e=A1'), [/"retry" is no override/, /sni takes/, /e takes/])
})
