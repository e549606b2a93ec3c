import { join } from 'node:path'
import t, { type Test } from 'tap'
import { validatorOf } from '../../src/schemas.ts'
import { randomSid } from '../../src/twilio/sample.ts'
import { startCutOffProxy } from '../postgres/cut-off-proxy.ts'
import { postgresMissing } from '../postgres/postgres-missing.ts'
import { serverUrl } from '../postgres/server-url.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { call, provider } from './provider.ts'
import { type Line, type RunningService, spawnService, startService } from './service.ts'

const skip = await postgresMissing()

/** What `reelay serve` needs to keep callbacks in a database that can be cut off. */
async function place(t: Test) {
  const { url, sql } = await testDatabase(t)
  const { hostname: host, port } = new URL(serverUrl())
  const proxy = await startCutOffProxy({ host, port: Number(port || 5432) })
  t.teardown(() => proxy.close())
  const store = new URL(url)
  store.host = `127.0.0.1:${proxy.port}`
  const env = {
    TWILIO_AUTH_TOKEN: provider.authToken,
    REELAY_PUBLIC_URL: provider.publicUrl,
    REELAY_SINKS: 'log:',
    REELAY_STORE: store.href,
  }
  const spool = { REELAY_SPOOL: join(t.testdir(), 'spool.db') }
  const stored = async (): Promise<number> => {
    const [row] = await sql<{ count: number }>('SELECT count(*) FROM reelay.callback')
    return row!.count
  }
  return { env, spool, proxy, sql, stored }
}

/** Starts it; it is killed with the test. */
async function start(t: Test, env: Record<string, string>): Promise<RunningService> {
  const service = await startService(env)
  t.teardown(() => service.child.kill('SIGKILL'))
  return service
}

const of = (event: string) => (line: Line) => line.event === event

function recording(): Parameters<typeof call>[1] {
  return { event: 'recording-completed', fields: { RecordingSid: randomSid('RT') } }
}

async function admin({ adminPort }: RunningService, path: string) {
  const answer = await fetch(`http://127.0.0.1:${adminPort}${path}`)
  return { status: answer.status, text: await answer.text() }
}

t.test(
  'Postgres goes away and comes back: nothing is lost, and the log says so',
  {
    skip,
  },
  async t => {
    const { env, spool, proxy, stored } = await place(t)
    const service = await start(t, { ...env, ...spool })
    t.equal(await call(service.port, recording()), 204)
    await service.line(of('event.relayed'))

    await proxy.set('refuse')
    t.equal(await call(service.port, recording()), 204)
    t.match(await service.line(of('journal.spooling')), { level: 'warn', code: 'unavailable' })
    t.equal((await admin(service, '/readyz')).status, 200, 'the spool works')
    t.match((await admin(service, '/metrics')).text, /^reelay_spool_callbacks 1$/m)
    t.equal(await stored(), 1)

    await proxy.set('pass')
    t.match(await service.line(of('journal.drained')), { count: 1, duplicates: 0 })
    t.equal(await stored(), 2)
    t.equal(await call(service.port, recording()), 204)
    await service.line(() => service.lines.filter(of('event.relayed')).length === 3)
    t.match((await admin(service, '/metrics')).text, /^reelay_spool_callbacks 0$/m)
    t.match(await service.kill('SIGTERM'), { code: 0 })
    t.match(service.lines.filter(of('lease.lost')), [{ reason: 'stopping' }])
    fitsSchema(t, service)
  },
)

t.test(
  'a spool outlives its process, and Postgres need not be there at start',
  {
    skip,
  },
  async t => {
    const { env, spool, proxy, sql } = await place(t)
    await proxy.set('refuse')
    const first = await start(t, { ...env, ...spool })
    await first.line(of('journal.spooling'))
    t.equal(await call(first.port, recording()), 204)
    t.equal(await call(first.port, recording()), 204)
    await first.kill('SIGKILL')

    await proxy.set('hang')
    const second = await start(t, { ...env, ...spool })
    t.equal(await call(second.port, recording()), 204)
    await proxy.set('pass')
    t.match(await second.line(of('journal.drained')), { count: 3, duplicates: 0 })
    await second.line(() => second.lines.filter(of('event.relayed')).length === 3)
    const ages = await sql('SELECT position FROM reelay.callback ORDER BY received_at, position')
    t.same(
      ages.map(row => row['position']),
      [1, 2, 3],
    )
    t.match(await second.kill('SIGTERM'), { code: 0 })
    fitsSchema(t, second)
  },
)

t.test('without a spool: 503 and not ready, until it is back', { skip }, async t => {
  const { env, proxy, stored } = await place(t)
  const service = await start(t, env)
  t.equal(await call(service.port, recording()), 204)
  await proxy.set('refuse')
  t.equal(await call(service.port, recording()), 503)
  t.match(await service.line(of('journal.failed')), { level: 'error' })
  t.match(await service.line(of('callback.unstored')), { code: 'unavailable' })
  t.equal((await admin(service, '/readyz')).status, 503)
  await proxy.set('pass')
  t.equal(await call(service.port, recording()), 204)
  await service.line(line => line.event === 'journal.recovered' && line['sink'] === undefined)
  t.equal((await admin(service, '/readyz')).status, 200)
  t.equal(await stored(), 2)
  t.match(await service.kill('SIGTERM'), { code: 0 })
  fitsSchema(t, service)
})

t.test('without a spool it does not start without Postgres', { skip }, async t => {
  const { env, proxy } = await place(t)
  await proxy.set('refuse')
  const service = spawnService(env)
  t.match(await service.exited, { code: 69 })
  t.match(service.stderr(), /Postgres \(reelay_test_\w+ at 127\.0\.0\.1:\d+\) can't be reached/)
})

t.test('a stop while Postgres hangs still ends in time', { skip }, async t => {
  const { env, spool, proxy } = await place(t)
  const service = await start(t, { ...env, ...spool })
  t.equal(await call(service.port, recording()), 204)
  await proxy.set('hang')
  t.equal(await call(service.port, recording()), 204)
  t.match(await service.kill('SIGTERM'), { code: 0 })
})

function fitsSchema(t: Test, { lines }: RunningService): void {
  const fits = validatorOf('urn:reelay:schema:log')
  for (const line of lines) {
    if (!fits(line)) t.fail(`${JSON.stringify(line)}: ${JSON.stringify(fits.errors)}`)
  }
}
