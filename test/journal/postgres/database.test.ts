import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { Unstored } from '../../../src/domain/journal.ts'
import type { PostgresSettings } from '../../../src/domain/settings.ts'
import { type Database, openDatabase } from '../../../src/journal/postgres/database.ts'
import { migrate } from '../../../src/journal/postgres/migrate.ts'
import { startCutOffProxy } from '../../postgres/cut-off-proxy.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { privateServerMissing, startPrivateServer } from '../../postgres/private-server.ts'
import { type TestDatabase, testDatabase } from '../../postgres/test-database.ts'
import { testRole } from '../../postgres/test-role.ts'
import { settingsFor } from './open-journal.ts'
import { until } from './until.ts'

const password = 'open sesame'

/** Connections to a test's database, which go with the test, and ways to use them. */
function open(t: Test, settings: PostgresSettings, max = 3) {
  const database = openDatabase({ ...settings, password }, max)
  t.teardown(() => database.close())
  return { database, ...using(t, database) }
}

function using(t: Test, database: Database) {
  const run = (text: string, deadlineMs?: number) =>
    database.query({ name: text, text, values: [] }, deadlineMs)
  return {
    works: async (what: string) => t.same(await run('SELECT 1 AS one'), [{ one: 1 }], what),
    /** The error of a statement that has to fail. */
    async error(text: string, deadlineMs?: number): Promise<Unstored> {
      const error: unknown = await run(text, deadlineMs).then(
        () => new Error(`${text} went well`),
        error => error,
      )
      const { name, message } = error as Unstored
      t.equal(name, 'Unstored', message)
      t.notMatch(message, password)
      return error as Unstored
    },
  }
}

/** A statement that stays under way. */
const slow = (mark: string): string => `SELECT pg_sleep(60) AS ${mark}`

/** Resolves once all of these slow statements are under way. */
async function underWay({ sql }: TestDatabase, ...marks: string[]): Promise<void> {
  const text = "SELECT query FROM pg_stat_activity WHERE state = 'active'"
  await until(async () => {
    const queries = (await sql<{ query: string }>(text)).map(({ query }) => query)
    return marks.every(mark => queries.includes(slow(mark)))
  })
}

const fails = (t: Test, error: Promise<Unstored>, code: Unstored['code'], message?: RegExp) =>
  error.then(error => t.match(error, { code, ...(message && { message }) }))

t.test('on a server that others use', { skip: await postgresMissing() }, async t => {
  const role = await testRole(t, 'CONNECTION LIMIT 1')
  const shared = await testDatabase(t)
  const settings = settingsFor(shared.url)
  await migrate(settings, role)

  /** Behind a proxy, with two connections that nothing is done with. */
  async function behindProxy(t: Test) {
    const proxy = await startCutOffProxy({ port: settings.port, host: settings.host })
    t.teardown(() => proxy.close())
    const place = { host: '127.0.0.1', port: proxy.port, connectTimeoutMs: 500 }
    const opened = open(t, { ...settings, ...place })
    const nap = { name: 'nap', text: 'SELECT pg_sleep(0.1)', values: [] }
    await Promise.all([opened.database.query(nap), opened.database.query(nap)])
    return { proxy, ...opened }
  }

  t.test('one that hangs is found by the deadline, and the others with it', async t => {
    const { proxy, error, works } = await behindProxy(t)
    const other = fails(t, error(slow('other'), 60_000), 'unavailable')
    await underWay(shared, 'other')
    await proxy.set('hang')
    await fails(t, error('SELECT 2', 200), 'unavailable', /does not answer/)
    await other
    await fails(t, error('SELECT 3'), 'unavailable')
    await proxy.set('pass')
    await works('on a new connection')
  })

  t.test('reset in the middle, refused, and there again', async t => {
    const { proxy, error, works } = await behindProxy(t)
    const both = ['one', 'another'].map(mark => fails(t, error(slow(mark)), 'unavailable'))
    await underWay(shared, 'one', 'another')
    await proxy.set('refuse')
    await Promise.all(both)
    await fails(t, error('SELECT 1'), 'unavailable', /can't be reached.*ECONNREFUSED/)
    await proxy.set('pass')
    await works('after it')
  })

  t.test('closed in time although the server hangs, and nothing is left open', async t => {
    const { proxy, database, error } = await behindProxy(t)
    const sockets = new Set<Socket>()
    const made = (message: unknown) => {
      const { socket } = message as { socket: Socket }
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    subscribe('net.client.socket', made)
    t.teardown(() => unsubscribe('net.client.socket', made))
    const nap = { name: 'nap', text: 'SELECT pg_sleep(0.1)', values: [] }
    await Promise.all([1, 2, 3].map(() => database.query(nap)))
    t.equal(sockets.size, 2, 'a third connection, and its other half in the proxy')
    const asked = fails(t, error(slow('last'), 60_000), 'unavailable')
    await underWay(shared, 'last')
    await proxy.set('hang')
    const began = performance.now()
    await database.close()
    t.ok(performance.now() - began < 3_000)
    await asked
    await until(() => sockets.size === 1)
    await fails(t, error('SELECT 1'), 'closed')
  })

  t.test('sessions that are ended by an administrator', async t => {
    const { error, works } = open(t, settings)
    await works('before')
    const asked = fails(t, error(slow('ended')), 'unavailable', /57P01|terminated/)
    await underWay(shared, 'ended')
    const sessions = `FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'reelay-test'`
    const end = async () => {
      await shared.sql(`SELECT pg_terminate_backend(pid) ${sessions}`)
      await until(async () => (await shared.sql(`SELECT pid ${sessions}`)).length === 0)
    }
    await end()
    await asked
    await works('after one was ended in the middle')
    await end()
    await works('after one was ended that nobody used')
  })

  t.test('a statement that takes too long ends, and no other connection with it', async t => {
    const { database, error } = open(t, { ...settings, statementTimeoutMs: 600 })
    const text = 'SELECT pg_backend_pid() AS pid, pg_sleep(0.1)'
    const ask = () => database.query<{ pid: number }>({ name: 'pid', text, values: [] })
    const pids = (await Promise.all([ask(), ask()])).map(([row]) => row!.pid)
    await fails(t, error(slow('long')), 'timeout', /statement_timeout/)
    const [row] = await ask()
    t.ok(pids.includes(row!.pid), 'the other one')
  })

  t.test('no connection is left', async t => {
    const first = open(t, { ...settings, user: role })
    await first.works('has the only one')
    const second = open(t, { ...settings, user: role })
    const advice = /53300.*pool_size/
    await fails(t, second.error('SELECT 1'), 'too-many-connections', advice)
    await first.database.close()
    await until(async () => (await shared.sql(ofRole, [role])).length === 0)
    await second.works('now that it was given up')
  })

  t.test('a server, a database or a role that is not there', async t => {
    await fails(
      t,
      open(t, { ...settings, host: 'nowhere.invalid' }).error('SELECT 1'),
      'unavailable',
    )
    const database = 'reelay_test_none'
    await fails(t, open(t, { ...settings, database }).error('SELECT 1'), 'denied', /3D000.*create/)
    const nobody = open(t, { ...settings, user: 'reelay_test_nobody' })
    await fails(t, nobody.error('SELECT 1'), 'denied', /28000/)
  })

  t.test('the schema is dropped, and made again', async t => {
    const own = { ...settings, schema: 'dropped' }
    await migrate(own)
    const { error, works } = open(t, own)
    await works('a connection that saw the schema')
    await shared.sql('DROP SCHEMA dropped CASCADE')
    const advice = /reelay migrate/
    await fails(t, error('SELECT position FROM dropped.callback'), 'schema', advice)
    await fails(t, error('SELECT 1'), 'schema', advice)
    await migrate(own)
    await works('after it')
  })
})

const ofRole = 'SELECT pid FROM pg_stat_activity WHERE usename = $1'

t.test('a server that is stopped and started', { skip: privateServerMissing() }, async t => {
  const server = await startPrivateServer()
  t.teardown(() => server.close())
  const settings = settingsFor(server.url())
  await migrate(settings)
  const { error, works } = open(t, settings)
  await works('before')
  for (const mode of ['fast', 'immediate'] as const) {
    await server.stop(mode)
    await fails(t, error('SELECT 1'), 'unavailable')
    await server.start()
    await works(`after ${mode}`)
  }
})
