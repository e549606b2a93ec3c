import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { sampleCallback } from '../../src/twilio/sample.ts'
import { signRequest } from '../../src/twilio/sign.ts'
import { run } from './run.ts'

const authToken = 'aaaabbbbccccddddeeeeffff00001111'
const env = { TWILIO_AUTH_TOKEN: authToken }
const url = 'https://hooks.example.net/callbacks?a=1'
const fields = sampleCallback('recording-completed', { RoomName: ' ünter ' })
const { body, headers } = signRequest({ method: 'POST', url, fields, authToken })
const signature = headers['x-twilio-signature']!

t.test('a form that holds', async t => {
  const args = ['verify', '--url', url, '--body', body, '--signature', signature]
  t.match(await run(args, { env }), { code: 0, stdout: 'valid\n', stderr: '' })
  t.match(await run([...args, '--auth-token', `old,${authToken}`]), { code: 0 })
  t.match(await run(args, { env: { TWILIO_AUTH_TOKEN: 'other' } }), {
    code: 1,
    stdout: /^not valid: signature-unknown\n.*auth token/,
  })
})

t.test('a wrong URL: which one would have matched', async t => {
  const args = ['verify', '--url', url.replace('https', 'http'), '--body', body]
  t.match(await run([...args, '--signature', signature], { env }), {
    code: 1,
    stdout: /^not valid: public-url-wrong\n.*https:\/\/hooks\.example\.net/,
  })
})

t.test('a body and a token from files, byte for byte', async t => {
  const dir = t.testdir({ body, token: `${authToken}\n` })
  const args = ['verify', '--url', `${url}#rc=5`, '--body-file', 'body', '--signature', signature]
  t.match(await run(args, { env: { TWILIO_AUTH_TOKEN_FILE: 'token' }, cwd: dir }), { code: 0 })
  await writeFile(join(dir, 'body'), `${body}\n`)
  t.match(await run(args, { env, cwd: dir }), { code: 1 })
})

t.test('JSON, and no body at all', async t => {
  const json = signRequest({ method: 'POST', url, json: { a: 1 }, authToken })
  const given = (type: string) => [
    ...['verify', '--url', json.url, '--body', json.body, '--content-type', type],
    ...['--signature', json.headers['x-twilio-signature']!],
  ]
  t.match(await run(given('application/json'), { env }), { code: 0 })
  const got = signRequest({ method: 'GET', url, fields, authToken })
  const bare = ['--url', got.url, '--signature', got.headers['x-twilio-signature']!]
  t.match(await run(['verify', ...bare], { env }), { code: 0 })
  const text = ['--body', 'x', '--content-type', 'text/plain']
  t.match(await run(['verify', ...bare, ...text], { env }), {
    code: 1,
    stdout: /body-unsigned/,
  })
})

t.test('used wrongly', async t => {
  const dir = t.testdir({})
  const bare = ['--url', url, '--signature', signature]
  const cases: [argv: string[], env: Record<string, string>, stderr: RegExp][] = [
    [bare, {}, /TWILIO_AUTH_TOKEN/],
    [bare, { TWILIO_AUTH_TOKEN: '  ' }, /No auth token/],
    [['--url', url], env, /--signature is missing/],
    [['--signature', signature], env, /--url is missing/],
    [['--url', '/callbacks', '--signature', signature], env, /must be absolute/],
    [['--url', 'ftp://h/', '--signature', signature], env, /must be absolute/],
    [[...bare, '--body', 'a', '--body-file', 'b'], env, /exclude each other/],
    [[...bare, '--body-file', 'none'], env, /none \(ENOENT\)/],
  ]
  for (const [argv, env, stderr] of cases) {
    t.match(await run(['verify', ...argv], { env, cwd: dir }), { code: 64, stdout: '', stderr })
  }
})
