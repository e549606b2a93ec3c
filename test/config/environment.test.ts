import t from 'tap'
import { load, mistakesOf, token } from './load.ts'

const warningsOf = (t: Parameters<typeof load>[0], env: Record<string, string>) =>
  load(t, { env }).warnings.map(warning => warning.replace(/: .* is /, ' → ').replace(/\.$/, ''))

t.test('NAME_FILE for every secret', async t => {
  const { settings, cwd } = load(t, {
    env: {
      TWILIO_AUTH_TOKEN: undefined,
      TWILIO_AUTH_TOKEN_FILE: './token.txt',
      REELAY_PUBLIC_URL: '',
      REELAY_PUBLIC_URL_FILE: 'public.txt',
      REELAY_SINKS_FILE: 'conf/sinks.txt',
      REELAY_ADMIN_TOKEN_FILE: ' admin.txt ',
      REELAY_READ_TOKEN_FILE: 'read.txt',
    },
    files: {
      'token.txt': `\uFEFF${token}, second-token\r\n`,
      'public.txt': 'https://user:pass@calls.example\n',
      'conf/sinks.txt': 'log:\nfile:from-cwd\n',
      'admin.txt': '\n orchard-gate \n',
      'read.txt': 'board:orchard-view\n',
    },
  })
  t.strictSame(settings.authTokens, [token, 'second-token'])
  t.strictSame(settings.publicUrls, ['https://user:pass@calls.example'])
  t.strictSame(
    settings.sinks.map(({ url }) => url),
    ['log:', `file:${cwd}/from-cwd`],
  )
  t.strictSame(settings.admin.tokens, [
    { name: 'admin', token: 'orchard-gate', role: 'admin' },
    { name: 'board', token: 'orchard-view', role: 'read' },
  ])
})

t.test('an empty variable is not set', async t => {
  const env = { TWILIO_AUTH_TOKEN: ' ', TWILIO_AUTH_TOKEN_FILE: 'token.txt', PORT: '', HOST: ' ' }
  const { settings } = load(t, { env, files: { 'token.txt': token } })
  t.strictSame(settings.authTokens, [token])
  t.strictSame(settings.listen, { host: '0.0.0.0', port: 8080 })
})

t.test('mistakes with secret files never show what was given as the path', async t => {
  const files = { 'empty.txt': '\uFEFF \n', 'huge.txt': 'x'.repeat(65_537), 'token.txt': token }
  const one = (path: string, env = {}) =>
    mistakesOf(t, {
      env: { TWILIO_AUTH_TOKEN: undefined, TWILIO_AUTH_TOKEN_FILE: path, ...env },
      files,
    })
  const place = 'TWILIO_AUTH_TOKEN_FILE |'
  const fix = 'Give it the path of a file that holds the value.'
  t.strictSame(one(token), [`${place} names a file that does not exist. ${fix}`])
  t.strictSame(one('token.txt/below'), [`${place} names a file that does not exist. ${fix}`])
  t.strictSame(one('conf'), [`${place} names a directory. ${fix}`])
  t.strictSame(one('empty.txt'), [`${place} names a file that is empty. Write the value into it.`])
  t.strictSame(one('huge.txt'), [`${place} names a file beyond 64 KiB, which is no secret's size.`])
  t.strictSame(one('n'.repeat(5000)), [
    `${place} names a file that can't be read (ENAMETOOLONG). ${fix}`,
  ])
  t.strictSame(one('token.txt', { TWILIO_AUTH_TOKEN: token }), [
    'TWILIO_AUTH_TOKEN | TWILIO_AUTH_TOKEN_FILE is set too. Keep one of the two.',
  ])
})

t.test('unknown REELAY_ variables, with the nearest name', async t => {
  t.strictSame(
    warningsOf(t, {
      REELAY_SINK: 'log:',
      REELAY_PUBLICURL: 'x',
      REELAY_STORE_FLIE: 'x',
      REELAY_PORT: ' 9000 ',
      REELAY_ADMIN_PORT: '9001',
      REELAY_LOG_LEVEL: 'info',
      REELAY_AUTH_TOKEN: 'x',
      REELAY_SINKS_FLIE: 'x',
      'REELAY_\u0000': 'x',
    }),
    [
      'REELAY_\u0000 → HOST',
      'REELAY_ADMIN_PORT → ADMIN_PORT',
      'REELAY_AUTH_TOKEN → TWILIO_AUTH_TOKEN',
      'REELAY_LOG_LEVEL → LOG_LEVEL',
      'REELAY_PORT → PORT',
      'REELAY_PUBLICURL → REELAY_PUBLIC_URL',
      'REELAY_SINK → REELAY_SINKS',
      'REELAY_SINKS_FLIE → REELAY_SINKS_FILE',
      'REELAY_STORE_FLIE → REELAY_STORE_FILE',
    ],
  )
})

t.test('what Kubernetes injects for services called reelay, and what is not ours', async t => {
  t.strictSame(
    warningsOf(t, {
      REELAY_SERVICE_HOST: '10.0.0.7',
      REELAY_SERVICE_PORT: '8080',
      REELAY_SERVICE_PORT_PUBLIC: '8080',
      REELAY_PORT: 'tcp://10.0.0.7:8080',
      REELAY_PORT_8080_TCP: 'tcp://10.0.0.7:8080',
      REELAY_PORT_8080_TCP_PROTO: 'tcp',
      REELAY_PORT_8080_TCP_PORT: '8080',
      REELAY_PORT_8080_TCP_ADDR: '10.0.0.7',
      REELAY_ADMIN_SERVICE_HOST: '10.0.0.8',
      REELAY_ADMIN_PORT: 'tcp://10.0.0.8:8081',
      REELAY_ADMIN_URL: 'http://10.0.0.8:8081',
      TWILIO_ACCOUNT_SID: 'AC00112233445566778899aabbccddeeff',
      MY_REELAY_THING: 'x',
    }),
    [],
  )
})
