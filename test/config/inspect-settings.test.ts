import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inspectSettings } from '../../src/config/inspect-settings.ts'
import { publicUrl, token } from './load.ts'

const knownTypes = [
  'twilio.video.recording.completed',
  'twilio.video.room.ended',
  'twilio.voice.recording.completed',
]

async function inspect(t: Test, env: Record<string, string | undefined>, file?: object) {
  const cwd = t.testdir({ 'token.txt': token })
  if (file) writeFileSync(join(cwd, 'reelay.config.json'), JSON.stringify(file))
  const inspected = await inspectSettings({
    env: { TWILIO_AUTH_TOKEN: token, REELAY_PUBLIC_URL: publicUrl, ...env },
    cwd,
    sinkName: url => `named-after-${url.length}`,
    checkSink: async ({ name }) => (name === 'wrong' ? ['/url: is wrong'] : []),
    knownTypes,
  })
  return {
    ...inspected,
    mistakes: inspected.mistakes.map(({ place, message }) => `${place}: ${message}`),
    warnings: inspected.warnings.map(({ place, message }) => `${place}: ${message}`),
    from(name: string) {
      const found = inspected.described.find(each => each.name === name)
      return found && [found.value, found.from, found.place]
    },
  }
}

t.test('where each value came from', async t => {
  const env = {
    TWILIO_AUTH_TOKEN: undefined,
    TWILIO_AUTH_TOKEN_FILE: 'token.txt',
    REELAY_RETENTION: 'events=7d maxStoreBytes=1GB',
    REELAY_SINKS: 'file:a.jsonl file:other.jsonl',
    REELAY_ADMIN_TOKEN: 'ana:4tXn0yVq8cQm',
    PORT: '9000',
    REELAY_ADMIN_URL: 'http://u:hunter2@10.0.0.7:8081',
  }
  const admin = { tokens: [{ name: 'prometheus', role: 'read', token: 'orchard-gate' }] }
  const file = { retention: { maxAge: '20d' }, stalledAfter: 'off', listen: { port: 1 }, admin }
  const { from, mistakes, described } = await inspect(t, env, file)
  const place = 'reelay.config.json: '
  t.strictSame(mistakes, [])
  t.strictSame(from('authTokens'), [['***'], 'environment', 'TWILIO_AUTH_TOKEN_FILE'])
  t.strictSame(from('publicUrl'), [[publicUrl], 'environment', 'REELAY_PUBLIC_URL'])
  t.strictSame(from('callbackPath'), ['/callbacks', 'default', undefined])
  t.strictSame(from('retention.events'), ['7d', 'environment', 'REELAY_RETENTION'])
  t.strictSame(from('retention.maxStoreBytes'), [1e9, 'environment', 'REELAY_RETENTION'])
  t.strictSame(from('retention.maxAge'), ['20d', 'file', `${place}/retention/maxAge`])
  t.strictSame(from('retention.quarantine'), ['90d', 'default', undefined])
  t.strictSame(from('stalledAfter'), ['off', 'file', `${place}/stalledAfter`])
  t.strictSame(from('listen.port'), [9000, 'environment', 'PORT'])
  t.strictSame(from('sinks[1].from'), ['beginning', 'environment', 'REELAY_SINKS (sink 2)'])
  t.strictSame(from('admin.tokens[0].name'), ['ana', 'environment', 'REELAY_ADMIN_TOKEN'])
  const inFile = `${place}/admin/tokens/0`
  t.strictSame(from('admin.tokens[1].name'), ['prometheus', 'file', inFile])
  const admins = ['http://***@10.0.0.7:8081', 'environment', 'REELAY_ADMIN_URL']
  t.strictSame(from('REELAY_ADMIN_URL'), admins)
  t.strictSame(from('REELAY_CONFIG'), [null, 'default', undefined])
  t.strictSame(from('spool'), [null, 'default', undefined])
  const text = JSON.stringify(described)
  for (const secret of [token, '4tXn0yVq8cQm', 'orchard-gate']) t.notOk(text.includes(secret))
})

t.test('secrets of accounts, sinks and the store are masked', async t => {
  const secrets = {
    shared: 'k7sharedsecret',
    basic: 'hunter2',
    query: 'q5value',
    path: 'B0123456789abcdefghi',
    header: 'h9value',
    option: 'o3value',
    db: 'd8password',
  }
  const file = {
    accounts: [
      {
        accountSid: `AC${'0'.repeat(32)}`,
        authTokens: [token],
        sharedKeys: [{ sid: 'key', secret: secrets.shared, algorithm: 'sha1' }],
      },
    ],
    publicUrl: `https://u:${secrets.basic}@calls.orchard.example`,
    store: `postgres://reelay:${secrets.db}@127.0.0.1/calls`,
    sinks: [
      {
        name: 'hook',
        url: `https://u:${secrets.basic}@sink.example/in/${secrets.path}?key=${secrets.query}`,
        options: { headers: { 'x-api-key': secrets.header, accept: 'a/b' }, secret: ['whsec_1'] },
      },
      {
        name: 'own',
        url: `module:./sink.js?token=${secrets.query}`,
        options: {
          apiToken: secrets.option,
          to: { url: `amqp://u:${secrets.basic}@queue.example/x`, keyFile: './key.pem' },
        },
      },
    ],
  }
  const env = { TWILIO_AUTH_TOKEN: undefined, REELAY_PUBLIC_URL: undefined }
  const { from, mistakes, described } = await inspect(t, env, file)
  t.strictSame(mistakes, [])
  t.equal(from('accounts[0].sharedKeys[0].secret')?.[0], '***')
  t.strictSame(from('publicUrl')?.[0], ['https://***@calls.orchard.example'])
  t.equal(from('store.password')?.[0], '***')
  t.equal(from('store.user')?.[0], 'reelay')
  t.equal(from('sinks[0].url')?.[0], 'https://***@sink.example/in/***?key=***')
  t.equal(from('sinks[0].options.headers.x-api-key')?.[0], '***')
  t.equal(from('sinks[0].options.headers.accept')?.[0], 'a/b')
  t.strictSame(from('sinks[0].options.secret')?.[0], ['***'])
  t.match(from('sinks[1].url')?.[0], /^module:.*\/sink\.js\?token=\*\*\*$/)
  t.equal(from('sinks[1].options.apiToken')?.[0], '***')
  t.equal(from('sinks[1].options.to.url')?.[0], 'amqp://***@queue.example/x')
  t.equal(from('sinks[1].options.to.keyFile')?.[0], './key.pem')
  const text = JSON.stringify(described)
  for (const secret of Object.values(secrets)) t.notOk(text.includes(secret), secret)
})

t.test('mistakes of all kinds at once', async t => {
  const file = { sinks: [{ name: 'wrong', url: 'log:' }], callbackPath: 'no-slash' }
  const { mistakes } = await inspect(t, { PORT: 'x' }, file)
  t.match(mistakes, [/callbackPath/, /^PORT/, /sinks\/0\/url: is wrong/])
})

t.test('what will lose callbacks', async t => {
  const warned = async (env: Record<string, string>, file?: object) =>
    (await inspect(t, env, file)).warnings
  const sinks = (types: string[]) => ({ sinks: [{ name: 'a', url: 'file:a', types }] })
  t.strictSame(await warned({ REELAY_SINKS: 'file:a' }), [])
  t.match(await warned({}, sinks(['twilio.video.recording.complete'])), [
    /types\/0: no event has the type .*The nearest is twilio\.video\.recording\.completed/,
    /no sink takes twilio\.video\.recording\.completed/,
  ])
  t.match(await warned({}, sinks(['twilio.video.rooms.*', '*'])), [
    /The nearest is twilio\.video\.room\.\*/,
  ])
  t.match(await warned({}), [/REELAY_SINKS: only log: is there/])
  const urls = 'https://hooks.local https://Hooks.example:80 http://a.example:443 https://8.8.8.8'
  t.match(await warned({ REELAY_SINKS: 'file:a', REELAY_PUBLIC_URL: urls, PORT: '0' }), [
    /http: callbacks come unencrypted/,
    /only a private network knows/,
    /https at port 80/,
    /has capitals/,
    /http at port 443/,
    /is an address/,
    /PORT: another port at each start/,
  ])
  const retention = 'maxAge=2h deadLetters=1h quarantine=1h maxStoreBytes=1MB'
  t.match(await warned({ REELAY_SINKS: 'file:a', REELAY_RETENTION: retention }), [
    /maxAge: below 1d/,
    /deadLetters/,
    /quarantine/,
    /maxStoreBytes/,
  ])
  const sharedKeys = [{ sid: 'key', secret: 'k7sharedsecret', algorithm: 'sha1' }]
  const accounts = [{ accountSid: `AC${'0'.repeat(32)}`, sharedKeys }]
  const env = { TWILIO_AUTH_TOKEN: '', REELAY_SINKS: 'file:a' }
  t.match(await warned(env, { accounts }), [/\/accounts\/0: no auth token/])
})

t.test('a store in memory', { skip: process.platform !== 'linux' }, async t => {
  const env = { REELAY_SINKS: 'file:a', REELAY_STORE: 'sqlite:/dev/shm/none/reelay.db' }
  t.match((await inspect(t, env)).warnings, [/^REELAY_STORE: is in memory \(tmpfs\)/])
})
