import { join } from 'node:path'
import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const settingsOf = (env: Record<string, string>) => load(t, { env }).settings
const wrong = (env: Record<string, string>) => mistakesOf(t, { env })

t.test('REELAY_CALLBACK_PATH', async t => {
  const cases = {
    '/': '/',
    '//': '/',
    '/a/': '/a',
    '/a%2Fb/~c': '/a%2Fb/~c',
    '/healthz/x': '/healthz/x',
  }
  for (const [text, path] of Object.entries(cases)) {
    t.equal(settingsOf({ REELAY_CALLBACK_PATH: text }).callbackPath, path)
  }
  const place = 'REELAY_CALLBACK_PATH |'
  for (const text of ['/a?b', '/a#b', '/a b', '/:id', '/*', '/%zz', '/ü']) {
    t.match(
      wrong({ REELAY_CALLBACK_PATH: text }),
      [/^REELAY_CALLBACK_PATH \| may hold letters/],
      text,
    )
  }
  t.strictSame(wrong({ REELAY_CALLBACK_PATH: 'hook' }), [
    `${place} does not begin with a slash. Write it as in: /callbacks`,
  ])
  for (const text of ['/healthz/', '/%68ealthz']) {
    t.strictSame(wrong({ REELAY_CALLBACK_PATH: text }), [
      `${place} the public listener answers /healthz itself. Write it as in: /callbacks`,
    ])
  }
  for (const text of ['/%ff', '/a/%C3', '/%ED%A0%80/b']) {
    t.strictSame(wrong({ REELAY_CALLBACK_PATH: text }), [
      `${place} has %XX escapes that are no UTF-8. Write it as in: /callbacks`,
    ])
  }
})

t.test('REELAY_STORE', async t => {
  const { settings, cwd } = load(t, { env: { REELAY_STORE: 'SQLite:a b?#%20.db' } })
  t.strictSame(settings.store, { engine: 'sqlite', path: join(cwd, 'a b?#%20.db') })
  for (const text of ['sqlite:/x/y.db', 'sqlite:///x/y.db']) {
    t.strictSame(settingsOf({ REELAY_STORE: text }).store, { engine: 'sqlite', path: '/x/y.db' })
  }
  const cases = {
    'mysql://u:pw@db/x': /not a store that Reelay knows/,
    './data/reelay.db': /not a store that Reelay knows/,
    'sqlite:': /names no file/,
    'sqlite:data/': /names no file/,
    'sqlite://data/x.db': /two slashes/,
    'sqlite::memory:': /needs a file of its own/,
    'sqlite:file:x?mode=memory': /needs a file of its own/,
  }
  for (const [text, message] of Object.entries(cases)) {
    const mistakes = wrong({ REELAY_STORE: text })
    t.equal(mistakes.length, 1)
    t.match(mistakes[0], message)
    t.notMatch(mistakes[0], /pw/)
  }
})

t.test('REELAY_RETENTION', async t => {
  const text = 'events=90s  quarantine=15m deadLetters=12h maxAge=7d maxStoreBytes=10GiB'
  t.strictSame(settingsOf({ REELAY_RETENTION: text }).retention, {
    events: 90_000,
    quarantine: 900_000,
    deadLetters: 43_200_000,
    maxAge: 604_800_000,
    maxStoreBytes: 10 * 1024 ** 3,
  })
  const bytes = (size: string) =>
    settingsOf({ REELAY_RETENTION: `maxStoreBytes=${size}` }).retention.maxStoreBytes
  t.strictSame(['1', '2B', '500MB', '3KiB', '1TB'].map(bytes), [1, 2, 5e8, 3072, 1e12])

  const place = 'REELAY_RETENTION |'
  const duration = 'is no duration above zero. Write it as in: 30d, 12h, 15m, 90s'
  const size = 'is no size above zero. Write it as in: 500MB, 10GiB'
  const cases: [string, ...string[]][] = [
    ['30d', `${place} 30d is no name=value. Write it as in: events=30d maxStoreBytes=10GB`],
    ['=30d', `${place} =30d is no name=value. Write it as in: events=30d maxStoreBytes=10GB`],
    ['event=30d', `${place} unknown name event. The nearest is events.`],
    ['__proto__=30d', `${place} unknown name __proto__. The nearest is `],
    ['events=30d events=1d', `${place} events is given more than once.`],
    ['events=30', `${place} events: 30 ${duration}`],
    ['events=0d', `${place} events: 0d ${duration}`],
    ['events=-1d', `${place} events: -1d ${duration}`],
    ['events=1.5d', `${place} events: 1.5d ${duration}`],
    ['events=1constructor', `${place} events: 1constructor ${duration}`],
    ['events=99999999999d', `${place} events: 99999999999d ${duration}`],
    ['maxStoreBytes=0', `${place} maxStoreBytes: 0 ${size}`],
    ['maxStoreBytes=10gb', `${place} maxStoreBytes: 10gb ${size}`],
    ['events=x maxAge=y', `${place} events: x ${duration}`, `${place} maxAge: y ${duration}`],
  ]
  for (const [value, ...expected] of cases) {
    const mistakes = wrong({ REELAY_RETENTION: value })
    t.equal(mistakes.length, expected.length)
    expected.forEach((each, index) => {
      t.ok(mistakes[index]?.startsWith(each), `${mistakes[index]} = ${each}`)
    })
  }
})

t.test('hosts and ports', async t => {
  for (const host of ['::', '10.0.0.1', 'fe80::1%eth0', 'receiver_1.internal']) {
    t.equal(settingsOf({ HOST: host }).listen.host, host)
  }
  t.equal(settingsOf({ PORT: '0', ADMIN_PORT: '0' }).admin.port, 0)
  for (const host of ['[::1]', 'a b', 'http://a', '-', 'a:80']) {
    t.strictSame(wrong({ HOST: host }), [
      'HOST | not a host: it needs an address such as 0.0.0.0 or ::1, or a name.',
    ])
  }
  for (const port of ['-1', '65536', '80.5', '0x50', 'http', 'tcp://10.0.0.7:80']) {
    t.strictSame(wrong({ PORT: port }), [
      'PORT | not a port: it needs a number from 0 (any free one) to 65535.',
    ])
  }
  const both = 'both listeners have port'
  t.strictSame(wrong({ ADMIN_PORT: '8080' }), [
    `ADMIN_PORT | ${both} 8080. Give one of them another.`,
  ])
  t.strictSame(wrong({ PORT: '8081' }), [`PORT | ${both} 8081. Give one of them another.`])
  t.equal(settingsOf({ HOST: '10.0.0.1', PORT: '8081' }).listen.port, 8081)
})

t.test('the admin listener beyond loopback', async t => {
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) {
    t.strictSame(settingsOf({ ADMIN_HOST: host }).admin, { host, port: 8081, tokens: [] })
  }
  const expected = 'beyond loopback the admin listener needs a token. Set REELAY_ADMIN_TOKEN.'
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.evil.example', 'receiver']) {
    t.strictSame(wrong({ ADMIN_HOST: host }), [`ADMIN_HOST | ${expected}`])
    const REELAY_ADMIN_TOKEN = 'orchard-gate'
    t.match(settingsOf({ ADMIN_HOST: host, REELAY_ADMIN_TOKEN }).admin.tokens, [
      { token: REELAY_ADMIN_TOKEN },
    ])
    t.strictSame(wrong({ ADMIN_HOST: host, REELAY_READ_TOKEN: 'for-looking' }), [
      `ADMIN_HOST | ${expected}`,
    ])
  }
  const files = (admin: object) => ({ 'reelay.config.json': { admin }, 'gate.txt': 'gate\n' })
  t.strictSame(mistakesOf(t, { files: files({ host: '::' }) }), [
    `${inFile('/admin/host')} | ${expected}`,
  ])
  const tokenFile = 'gate.txt'
  const open = load(t, { files: files({ host: '::', tokenFile }) })
  t.match(open.settings.admin.tokens, [{ token: 'gate' }])
  t.strictSame(mistakesOf(t, { files: files({ token: 'x', tokenFile }) }), [
    `${inFile('/admin/token')} | tokenFile is set too. Keep one of the two.`,
  ])
  t.strictSame(mistakesOf(t, { files: files({ host: '::', token: ' ' }) }), [
    `${inFile('/admin/token')} | is empty. Fill it in.`,
  ])
  t.strictSame(wrong({ REELAY_ADMIN_TOKEN: 'two words' }), [
    'REELAY_ADMIN_TOKEN | has blanks or other characters that no token has.',
  ])
})

t.test('when a recording is stalled', async t => {
  const after = (text: string) => settingsOf({ REELAY_STALLED_AFTER: text }).stalledAfterMs
  t.strictSame(['45s', '90m', '2d'].map(after), [45_000, 5_400_000, 172_800_000])
  for (const text of ['off', 'OFF', '0', '0h']) t.equal(after(text), undefined, text)
  for (const text of ['6', 'never', '-1h', '1.5h', '6 h']) {
    t.strictSame(wrong({ REELAY_STALLED_AFTER: text }), [
      'REELAY_STALLED_AFTER | no duration. Write it as in: 6h, 90m, or off',
    ])
  }
})

t.test('log and shutdown', async t => {
  t.strictSame(settingsOf({ LOG_LEVEL: 'Trace', LOG_PERSONAL_DATA: 'TRUE' }).log, {
    level: 'trace',
    personalData: true,
  })
  t.strictSame(wrong({ LOG_LEVEL: 'verbose' }), [
    'LOG_LEVEL | not a level. Levels: trace, debug, info, warn, error, fatal, silent.',
  ])
  t.strictSame(wrong({ LOG_PERSONAL_DATA: 'yes' }), ['LOG_PERSONAL_DATA | must be true or false.'])
  const delay = (text: string) => settingsOf({ SHUTDOWN_DELAY: text }).shutdownDelayMs
  t.strictSame(['10', '10s', '0.25', '0', '3600'].map(delay), [10_000, 10_000, 250, 0, 3_600_000])
  for (const text of ['-1', '3601', '10m', 's', '1e3']) {
    t.strictSame(wrong({ SHUTDOWN_DELAY: text }), [
      'SHUTDOWN_DELAY | needs seconds, from 0 to 3600. Write it as in: 10',
    ])
  }
})
