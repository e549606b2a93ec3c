import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import type { Checked } from '../../src/doctor/checked.ts'
import { run } from '../cli/run.ts'
import { type RunningService, startService } from '../e2e/service.ts'
import { type Passing, type Rewrite, startProxy } from './proxy.ts'

const token = '5d1c90be7a2f4e638b07c4a1f96e2d38'

const rewrites = {
  none: () => ({}),
  host: ({ headers }) => ({
    headers: { ...headers, host: 'app:8080', 'x-forwarded-proto': 'https' },
  }),
  prefix: ({ url }) => ({ url: `/app${url}` }),
  slash: ({ url }) => ({ url: url.replace('?', '/?') }),
  unescapePath: ({ url }) => ({ url: url.replace('a%20b', 'a%20%62') }),
  sortQuery: ({ url }) => {
    const [path, query = ''] = url.split('?')
    return { url: `${path}?${query.split('&').sort().join('&')}` }
  },
  noQuery: ({ url }) => ({ url: url.split('?')[0]! }),
  plus: ({ body }) => ({ body: body.replaceAll('%20', '+') }),
  trim: ({ body }) => ({ body: body.replace('ProbeText=%20', 'ProbeText=') }),
  noSignature: ({ headers: { 'x-twilio-signature': _, ...headers } }) => ({ headers }),
  byGet: () => ({ method: 'GET', body: '' }),
  redirect: () => 302,
  forbid: () => 403,
  taken: () => 204,
} satisfies Record<string, Rewrite>

type Way = keyof typeof rewrites

/** A service, a proxy of each kind in front of it, and what the doctor says of them. */
async function deploy(t: Test) {
  const cwd = t.testdir()
  let service: RunningService | undefined
  const urls = Object.fromEntries(
    await Promise.all(
      Object.entries(rewrites).map(async ([way, rewrite]) => [
        way,
        await startProxy(t, () => service!.port, rewrite as (passing: Passing) => number),
      ]),
    ),
  ) as Record<Way, string>
  const store = join(cwd, 'reelay.db')
  const env = {
    TWILIO_AUTH_TOKEN: token,
    REELAY_PUBLIC_URL: Object.values(urls).join(' '),
    REELAY_STORE: `sqlite:${store}`,
    REELAY_SINKS: `file:${join(cwd, 'events.jsonl')}`,
  }
  service = await startService(env)
  t.teardown(() => service?.kill('SIGKILL'))
  const admin = { REELAY_ADMIN_URL: `http://127.0.0.1:${service.adminPort}` }
  const time = ['--time-url', `http://127.0.0.1:${service.port}/healthz`]
  return { cwd, env: { ...env, ...admin }, urls, service, store, time }
}

t.test('through proxies of all kinds', async t => {
  const { cwd, env, urls, service, store, time } = await deploy(t)
  const { code, stdout } = await run(['doctor', '--json', ...time], { env, cwd })
  t.equal(code, 1)
  const all: Checked[] = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const of = (way: Way) =>
    all
      .filter(({ check }) => check.includes(urls[way]))
      .map(({ state, said }) => `${state} ${said}`)
  const refused = /^fail arrived, but its signature does not hold \(403, /

  t.match(of('none'), Array(3).fill(/^ok arrived unchanged in \d+ ms$/))
  const harmless =
    /^ok .*the host 127\.0\.0\.1 came as app; the port .* 8080 .*; the scheme http came as https; that does no harm/
  t.match(of('host'), Array(3).fill(harmless))
  t.match(of('prefix'), Array(3).fill(/^fail .*\(404, .*\): \/app was put before the path$/))
  t.match(of('slash'), Array(3).fill(refused))
  t.match(of('slash'), Array(3).fill(/a slash at the end of the path was added$/))
  t.match(of('unescapePath')[2]!, /escapes in the path were changed: \S+b came as \S+%62$/)
  t.match(of('sortQuery')[0]!, /^fail .*the query was put in another order$/)
  t.match(of('noQuery')[0]!, /^fail .*the query was lost$/)
  t.match(of('plus')[0]!, /^warn arrived and holds, but changed: the body was escaped anew$/)
  t.match(of('plus')[1]!, /^ok arrived unchanged/)
  t.match(of('trim')[0]!, /^fail .*ProbeText in the body came with another value$/)
  t.match(of('noSignature')[0]!, /^fail .*signature-missing\): the header x-twilio-signature was/)
  t.match(of('byGet')[0]!, /^fail .*POST came as GET; the body was lost/)
  t.match(of('redirect'), Array(3).fill(/^fail answered 302 by test-proxy: redirected to \/login$/))
  t.match(of('forbid'), Array(3).fill(/^fail answered 403 by test-proxy before it came/))
  t.match(of('taken'), Array(3).fill(/^warn answered 204 by test-proxy, but the service/))

  for (const { state, todo, check } of all) {
    if (state === 'fail') t.ok(todo, `${check} says what to do`)
  }
  const others = all.filter(({ check }) => !/^(?:GET|POST|configuration)/.test(check))
  t.strictSame(
    others.map(({ check, state }) => `${state} ${check.replace(/file-\w+/, 'file')}`),
    ['store', 'disk space', 'disk speed', 'clock', 'sink file', 'readiness'].map(
      each => `ok ${each}`,
    ),
  )
  t.notOk(stdout.includes(token))

  t.ok(service.lines.some(({ event }) => event === 'callback.probed'))
  const db = new DatabaseSync(store, { readOnly: true })
  t.strictSame({ ...db.prepare('SELECT count(*) AS rows FROM callback').get() }, { rows: 0 })
  db.close()
  t.throws(() => readFileSync(join(cwd, 'events.jsonl')), { code: 'ENOENT' }, 'nothing relayed')
})

t.test('one that is well', async t => {
  const { cwd, env, urls, service, time } = await deploy(t)
  const well = { ...env, REELAY_PUBLIC_URL: urls.none }
  const { code, stdout } = await run(['doctor', ...time], { env: well, cwd })
  t.equal(code, 0, stdout)
  t.match(stdout, /^ok {4}POST http:\/\/127\.0\.0\.1:\d+\/callbacks: arrived unchanged in/m)
  t.match(stdout, /^warn {2}configuration: .*Use https\.$/m)

  t.test('with another auth token than the service', async t => {
    const other = { ...well, TWILIO_AUTH_TOKEN: '00112233445566778899aabbccddeeff' }
    const { code, stdout } = await run(['doctor', ...time], { env: other, cwd })
    t.equal(code, 1)
    t.match(stdout, /^FAIL {2}POST .*its signature does not hold .*: unchanged\. \S+/m)
  })
  t.test('with an admin URL where nothing is', async t => {
    const other = { ...well, REELAY_ADMIN_URL: urls.redirect }
    const { code, stdout } = await run(['doctor', ...time], { env: other, cwd })
    t.equal(code, 1)
    t.match(stdout, /^FAIL {2}readiness: .* answers 302: no service of Reelay\./m)
    t.match(stdout, /^warn {2}POST .*answered 204; how it arrived can't be asked of the admin API/m)
  })
  t.test('with the service gone', async t => {
    await service.kill('SIGTERM')
    const { code, stdout } = await run(['doctor', ...time], { env: well, cwd })
    t.equal(code, 1)
    t.match(stdout, /^FAIL {2}readiness: .*ECONNREFUSED/m)
    t.match(stdout, /^warn {2}clock: not compared|^ok {4}clock: right/m)
    t.match(stdout, /^FAIL {2}POST .*: answered 502; how it arrived/m)
  })
})

t.test('a wrong configuration is all that is told', async t => {
  const env = { TWILIO_AUTH_TOKEN: token, PORT: 'x', ADMIN_PORT: 'y' }
  const { code, stdout } = await run(['doctor'], { env, cwd: t.testdir() })
  t.equal(code, 1)
  t.match(stdout, /^FAIL {2}configuration: PORT: .*\nFAIL {2}configuration: ADMIN_PORT/)
  t.notMatch(stdout, 'store')
})

t.test('used wrongly', async t => {
  t.equal((await run(['doctor', '--time-url', 'x'])).code, 64)
  t.equal((await run(['doctor', 'x'])).code, 64)
})
