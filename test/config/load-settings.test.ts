import { join } from 'node:path'
import t from 'tap'
import { inFile, load, mistakesOf, publicUrl, token } from './load.ts'

const day = 86_400_000

t.test('defaults', async t => {
  const { settings, warnings, cwd } = load(t, {})
  t.strictSame(settings, {
    accounts: [],
    authTokens: [token],
    publicUrls: [publicUrl],
    callbackPath: '/callbacks',
    store: { engine: 'sqlite', path: join(cwd, 'data/reelay.db') },
    sinks: [{ name: 'named-after-log-4', url: 'log:', from: 'beginning', options: {} }],
    retention: { events: 30 * day, quarantine: 90 * day, deadLetters: 90 * day, maxAge: 90 * day },
    listen: { host: '0.0.0.0', port: 8080 },
    admin: { host: '127.0.0.1', port: 8081, tokens: [] },
    log: { level: 'info', personalData: false },
    stalledAfterMs: 6 * 3_600_000,
    shutdownDelayMs: 0,
  })
  t.strictSame(warnings, [])
})

const file = {
  $schema: './schemas/config.schema.json',
  publicUrl: ['https://one.example/', 'https://two.example'],
  callbackPath: '/from-file',
  store: 'sqlite:store.db',
  sinks: [{ url: 'file:events.jsonl' }],
  retention: { events: '5d', maxAge: '12h', maxStoreBytes: 4096 },
  stalledAfter: '90m',
  listen: { host: '127.0.0.2', port: 9000 },
  admin: { host: '::1', port: 0, token: 'orchard-gate' },
  log: { level: 'debug', personalData: true },
}

t.test('everything in the file, paths from where it is', async t => {
  const files = { 'conf/all.json': file }
  const { settings, warnings, cwd } = load(t, {
    env: { REELAY_PUBLIC_URL: undefined, REELAY_CONFIG: 'conf/all.json' },
    files,
  })
  const dir = join(cwd, 'conf')
  t.strictSame(settings, {
    accounts: [],
    authTokens: [token],
    publicUrls: ['https://one.example', 'https://two.example'],
    callbackPath: '/from-file',
    store: { engine: 'sqlite', path: join(dir, 'store.db') },
    sinks: [
      {
        name: 'named-after-file-17',
        url: `file:${join(dir, 'events.jsonl')}`,
        from: 'beginning',
        options: {},
      },
    ],
    retention: {
      events: 5 * day,
      quarantine: 90 * day,
      deadLetters: 90 * day,
      maxAge: day / 2,
      maxStoreBytes: 4096,
    },
    listen: { host: '127.0.0.2', port: 9000 },
    admin: {
      host: '::1',
      port: 0,
      tokens: [{ name: 'admin', token: 'orchard-gate', role: 'admin' }],
    },
    log: { level: 'debug', personalData: true },
    stalledAfterMs: 5_400_000,
    shutdownDelayMs: 0,
  })
  t.strictSame(warnings, [])
})

t.test('the environment wins, setting by setting', async t => {
  const env = {
    REELAY_PUBLIC_URL: ' https://env.example ',
    REELAY_CALLBACK_PATH: '/from-env/',
    REELAY_STORE: 'sqlite:env.db',
    REELAY_SINKS: 'file:env.jsonl',
    REELAY_RETENTION: 'events=7d',
    PORT: ' 9100 ',
    ADMIN_HOST: '127.0.0.1',
    REELAY_ADMIN_TOKEN: 'from-env',
    LOG_LEVEL: 'WARN',
    LOG_PERSONAL_DATA: 'false',
    SHUTDOWN_DELAY: '2.5s',
  }
  const { settings, cwd } = load(t, { env, files: { 'reelay.config.json': file } })
  t.match(settings, {
    publicUrls: ['https://env.example'],
    callbackPath: '/from-env',
    store: { path: join(cwd, 'env.db') },
    sinks: [{ url: `file:${join(cwd, 'env.jsonl')}` }],
    retention: { events: 7 * day, maxAge: day / 2, maxStoreBytes: 4096 },
    listen: { host: '127.0.0.2', port: 9100 },
    admin: { host: '127.0.0.1', port: 0, tokens: [{ token: 'from-env' }] },
    log: { level: 'warn', personalData: false },
    shutdownDelayMs: 2500,
  })
  t.equal(settings.publicUrls.length, 1)
  t.equal(settings.sinks.length, 1)
})

t.test('REELAY_CONFIG wins over the file beside', async t => {
  const files = {
    'reelay.config.json': { callbackPath: '/beside' },
    'conf/variable.json': { callbackPath: '/variable' },
  }
  const env = { REELAY_CONFIG: 'conf/variable.json' }
  t.equal(load(t, { files }).settings.callbackPath, '/beside')
  t.equal(load(t, { files, env }).settings.callbackPath, '/variable')
})

t.test('every mistake at once, none of them with a secret', async t => {
  const secret = 'hunter2-is-no-token'
  const env = {
    TWILIO_AUTH_TOKEN: `${secret}, AC00112233445566778899aabbccddeeff`,
    TWILIO_AUTH_TOKEN_FILE: 'token.txt',
    REELAY_PUBLIC_URL: `ftp://user:${secret}@calls.example`,
    REELAY_CALLBACK_PATH: 'callbacks',
    REELAY_STORE: `postgres://reelay:${secret}@db.example`,
    REELAY_SPOOL: './data/',
    REELAY_SINKS: `//${secret}@sink.example`,
    REELAY_RETENTION: 'events=soon',
    HOST: '[::1]',
    PORT: '65536',
    ADMIN_HOST: '0.0.0.0',
    ADMIN_PORT: 'tcp://10.0.0.1:8081',
    LOG_LEVEL: 'loud',
    LOG_PERSONAL_DATA: 'some',
    SHUTDOWN_DELAY: 'soon',
  }
  const json = { accounts: [{ accountSid: secret }], sinks: [], shutdown: 1 }
  const setup = { env, files: { 'reelay.config.json': json } }
  const mistakes = mistakesOf(t, setup)
  t.strictSame(mistakes.map(mistake => mistake.split(' | ')[0]).sort(), [
    'ADMIN_HOST',
    'ADMIN_PORT',
    'HOST',
    'LOG_LEVEL',
    'LOG_PERSONAL_DATA',
    'PORT',
    'REELAY_CALLBACK_PATH',
    'REELAY_PUBLIC_URL',
    'REELAY_RETENTION',
    'REELAY_SINKS',
    'REELAY_SPOOL',
    'REELAY_STORE',
    'SHUTDOWN_DELAY',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_AUTH_TOKEN',
    inFile('/accounts/0/accountSid'),
    inFile('/shutdown'),
    inFile('/sinks'),
  ])
  t.throws(() => load(t, setup), { message: /^Reelay can't start: 19 mistakes/ })
  t.notOk(mistakes.some(mistake => mistake.includes(secret)))
})

t.test('nothing set: one message that says all that is needed', async t => {
  const env = { TWILIO_AUTH_TOKEN: undefined, REELAY_PUBLIC_URL: undefined }
  t.throws(() => load(t, { env }), {
    message:
      /a mistake[\s\S]*TWILIO_AUTH_TOKEN\n[\s\S]*Also[\s\S]*REELAY_PUBLIC_URL\n[\s\S]*smallest set-up that works/,
  })
  t.throws(() => load(t, { env: { PORT: 'x' } }), { message: /^(?![\s\S]*smallest set-up)/ })
  t.throws(() => load(t, { env: { PORT: 'x' } }), { message: /^(?![\s\S]*Also)/ })
})
