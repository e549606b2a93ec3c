import t from 'tap'
import { run } from './run.ts'

const token = '5d1c90be7a2f4e638b07c4a1f96e2d38'
const env = {
  TWILIO_AUTH_TOKEN: token,
  REELAY_PUBLIC_URL: 'https://calls.orchard.example',
  REELAY_SINKS: 'https://sink.example/in?key=hunter2',
}

t.test('check prints all of it, and masks secrets', async t => {
  const cwd = t.testdir()
  for (const argv of [['config'], ['config', 'check']]) {
    const { code, stdout, stderr } = await run(argv, { env, cwd })
    t.equal(code, 0)
    t.match(stdout, /^setting +value +from$/m)
    t.match(stdout, /^authTokens +\*\*\* +environment TWILIO_AUTH_TOKEN$/m)
    t.match(stdout, /^listen\.port +8080 +default$/m)
    t.match(stdout, /^sinks\[0\]\.url +https:\/\/sink\.example\/in\?key=\*\*\* +environment/m)
    t.match(stderr, 'The configuration is right.')
    for (const secret of [token, 'hunter2']) t.notOk(stdout.includes(secret))
  }
  const json = await run(['config', 'check', '--json'], { env, cwd })
  t.match(JSON.parse(json.stdout), { ok: true, mistakes: [], warnings: [] })
})

t.test('check tells every mistake at once', async t => {
  const wrong = { ...env, PORT: 'x', REELAY_STORE: 'y', REELAY_SINKS: 'http:' }
  const { code, stdout, stderr } = await run(['config', 'check'], { env: wrong })
  t.strictSame([code, stdout], [78, ''])
  for (const place of ['PORT', 'REELAY_STORE', 'REELAY_SINKS']) t.match(stderr, place)
  const json = await run(['config', '--json'], { env: wrong })
  t.equal(json.code, 78)
  const { ok, mistakes, settings } = JSON.parse(json.stdout)
  t.strictSame([ok, settings], [false, []])
  t.ok(mistakes.length >= 3)
})

t.test('check warns', async t => {
  const { code, stderr } = await run(['config'], { env: { ...env, REELAY_SINKS: 'log:' } })
  t.equal(code, 0)
  t.match(stderr, /It would start, but:\n {2}REELAY_SINKS: only log:/)
})

t.test('url makes the URL, and the lines to paste', async t => {
  const url = "'https://calls.orchard.example/callbacks#rc=5&rp=all'"
  const { code, stdout } = await run(['config', 'url'], { env })
  t.equal(code, 0)
  t.match(stdout, /^https:\/\/calls\.orchard\.example\/callbacks#rc=5&rp=all\n {2}ok\n/)
  for (const part of [
    `--status-callback ${url} --status-callback-method POST`,
    `StatusCallback=${url} -d StatusCallbackMethod=POST`,
    `statusCallback: ${url},`,
    `--recording-status-callback ${url}`,
    `RecordingStatusCallback=${url}`,
    `recordingStatusCallback: ${url},`,
  ]) {
    t.ok(stdout.includes(part), part)
  }
  t.notOk(stdout.includes(token))
  const json = await run(['config', 'url', '--json', '--method', 'get'], { env })
  t.match(JSON.parse(json.stdout), { ok: true, items: [{ method: 'GET', findings: [] }] })
})

t.test('url looks at one that is given', async t => {
  const given = 'https://calls.orchard.example/elsewhere#rc=5&rp=all'
  const { code, stdout } = await run(['config', 'url', given], { env })
  t.equal(code, 1)
  t.match(stdout, /FAIL {2}path: is not at \/callbacks or below it/)
  t.notMatch(stdout, 'Rooms of Video')
  const quoted = "https://calls.orchard.example/callbacks/it's#rc=5&rp=all"
  const { stdout: pasted } = await run(['config', 'url', quoted], { env })
  t.ok(pasted.includes("/callbacks/it'\\''s#"), 'for a shell')
  t.ok(pasted.includes("/callbacks/it\\'s#"), 'for Node')
  const secret = 'https://u:hunter2@calls.orchard.example/callbacks#rc=5&rp=all'
  const { stdout: shown } = await run(['config', 'url', secret], { env })
  t.notOk(shown.includes('hunter2'))
})

t.test('url without what it needs', async t => {
  const none = { TWILIO_AUTH_TOKEN: token }
  const { code, stderr } = await run(['config', 'url'], { env: none })
  t.equal(code, 78)
  t.match(stderr, /^REELAY_PUBLIC_URL: not set/)
  const wrong = { ...env, REELAY_PUBLIC_URL: 'calls.orchard.example', PORT: 'x' }
  const { code: wrongCode, stderr: said } = await run(['config', 'url'], { env: wrong })
  t.equal(wrongCode, 78)
  t.match(said, /^REELAY_PUBLIC_URL: not an http/)
  t.notMatch(said, 'PORT')
})

t.test('used wrongly', async t => {
  for (const argv of [['walk'], ['check', 'x'], ['check', '--method', 'GET']]) {
    t.equal((await run(['config', ...argv], { env })).code, 64, argv.join(' '))
  }
})
