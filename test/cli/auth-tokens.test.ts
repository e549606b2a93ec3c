import t from 'tap'
import { run } from './run.ts'

const secret = 'c0ffee11c0ffee22c0ffee33c0ffee44'
const argv = ['verify', '--url', 'https://hooks.example.net/c', '--signature', 'x']

t.test('no secret is shown, and what is wrong is told', async t => {
  const cwd = t.testdir({ token: `${secret}\n`, empty: '' })
  const cases: [code: number, env: Record<string, string>, argv: string[], stderr: string][] = [
    [
      78,
      { TWILIO_AUTH_TOKEN_FILE: secret },
      [],
      'TWILIO_AUTH_TOKEN_FILE: names a file that does not exist. ' +
        'Give it the path of a file that holds the value.',
    ],
    [
      78,
      { TWILIO_AUTH_TOKEN_FILE: 'empty' },
      [],
      'TWILIO_AUTH_TOKEN_FILE: names a file that is empty. Write the value into it.',
    ],
    [
      78,
      { TWILIO_AUTH_TOKEN: secret, TWILIO_AUTH_TOKEN_FILE: 'token' },
      [],
      'TWILIO_AUTH_TOKEN: TWILIO_AUTH_TOKEN_FILE is set too. Keep one of the two.',
    ],
    [
      78,
      { TWILIO_AUTH_TOKEN: `"${secret}"` },
      [],
      'TWILIO_AUTH_TOKEN: has quotes around it. Remove them.',
    ],
    [
      64,
      {},
      ['--auth-token', `${secret},`],
      '--auth-token: token 2: is empty. Remove the comma too many, or fill the token in.',
    ],
    [
      64,
      {},
      ['--auth-token', ''],
      '--auth-token: is empty. Remove the comma too many, or fill the token in.',
    ],
    [64, {}, [], 'No auth token: set TWILIO_AUTH_TOKEN, or give --auth-token.'],
  ]
  for (const [code, env, more, stderr] of cases) {
    const ran = await run([...argv, ...more], { env, cwd })
    t.strictSame(ran, { code, stdout: '', stderr: `${stderr}\n` })
    t.notMatch(ran.stderr, secret)
  }
})

t.test('the rest of the environment may be wrong, and the option wins', async t => {
  const cwd = t.testdir({ token: secret })
  const refused = { code: 1, stdout: /^not valid: / }
  const env = { TWILIO_AUTH_TOKEN_FILE: 'token', REELAY_SINKS_FILE: 'none', PORT: 'x' }
  t.match(await run(argv, { env, cwd }), refused)
  const broken = { TWILIO_AUTH_TOKEN_FILE: 'none' }
  t.match(await run([...argv, '--auth-token', secret], { env: broken, cwd }), refused)
})
