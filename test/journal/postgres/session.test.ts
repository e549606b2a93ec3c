import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../../../src/domain/errors.ts'
import type { PostgresSettings, PostgresTls } from '../../../src/domain/settings.ts'
import { openDatabase } from '../../../src/journal/postgres/database.ts'
import { migrate } from '../../../src/journal/postgres/migrate.ts'
import { runAsPostgres } from '../../postgres/as-postgres.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { privateServerMissing, startPrivateServer } from '../../postgres/private-server.ts'
import { makeServerCertificate } from '../../postgres/server-certificate.ts'
import { sqlClient } from '../../postgres/sql-client.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { testRole } from '../../postgres/test-role.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'
import { until } from './until.ts'

/** Asks one question over a connection of its own. */
async function ask<Row>(settings: PostgresSettings, text: string): Promise<Row[]> {
  const database = openDatabase(settings, 1)
  try {
    return await database.query<Row>({ name: 'ask', text, values: [] })
  } finally {
    await database.close()
  }
}

t.test('what a session is set to', { skip: await postgresMissing() }, async t => {
  const role = await testRole(t)
  const { name, url, sql } = await testDatabase(t)
  const settings = {
    ...settingsFor(url),
    user: role,
    statementTimeoutMs: 4_321,
    lockTimeoutMs: 1_234,
  }
  await migrate(settingsFor(url), role)
  const wanted = {
    synchronous_commit: 'on',
    default_transaction_isolation: 'read committed',
    statement_timeout: '4321ms',
    lock_timeout: '1234ms',
    idle_in_transaction_session_timeout: '10s',
  }
  const names = Object.keys(wanted)
  const text = `SELECT ${names.map(each => `current_setting('${each}') AS ${each}`).join()}`

  t.same(await ask(settings, text), [wanted])
  for (const setting of [
    "synchronous_commit = 'off'",
    "default_transaction_isolation = 'serializable'",
    "statement_timeout = '500ms'",
    "lock_timeout = '0'",
    "idle_in_transaction_session_timeout = '1min'",
    "client_min_messages = 'debug1'",
  ]) {
    await sql(`ALTER ROLE ${role} SET ${setting}`)
  }
  t.same(await ask(settings, text), [wanted], 'whatever the role is given')
  await sql(`ALTER ROLE ${role} RESET ALL`)
  for (const weak of ['local', 'remote_write']) {
    await sql(`ALTER DATABASE ${name} SET synchronous_commit = '${weak}'`)
    t.same(await ask(settings, text), [wanted], `or the database: ${weak}`)
  }
  await sql(`ALTER DATABASE ${name} SET synchronous_commit = 'remote_apply'`)
  t.match(await ask(settings, text), [{ synchronous_commit: 'remote_apply' }], 'what is more stays')
})

t.test('on a server of its own', { skip: privateServerMissing() }, async t => {
  const server = await startPrivateServer({ tls: true })
  t.teardown(() => server.close())
  const bySocket = `postgres://postgres@/postgres?host=${encodeURIComponent(server.folder)}`
  const sql = sqlClient(`${bySocket}&port=${server.port}`)
  const base = settingsFor(server.url('postgres', 'localhost'))
  const caFile = server.caFile!
  await migrate(base)

  /** Sets a setting of the server; undefined: as it was. */
  async function set(name: string, value?: string): Promise<void> {
    const show = async () => Object.values((await sql(`SHOW ${name}`))[0]!)[0]
    const before = await show()
    const change = value === undefined ? `RESET ${name}` : `SET ${name} = ${value}`
    await sql(`ALTER SYSTEM ${change}`)
    await sql('SELECT pg_reload_conf()')
    await until(async () => (await show()) !== before)
  }

  t.test('a commit that no standby has confirmed', async t => {
    const { appender } = await openReplica(t, { ...base, statementTimeoutMs: 400 })
    await set('synchronous_standby_names', "'nobody'")
    await t.rejects(appender.append(arrivals('RT1 a'), 5_000), {
      name: 'Unstored',
      code: 'unavailable',
      message: /synchronous replication/,
    })
    await set('synchronous_standby_names')
    const { receipts } = await appender.append(arrivals('RT1 a'), 5_000)
    t.match(receipts, [{ outcome: 'duplicate' }], 'once it is confirmed')
  })

  t.test('fsync=off', async t => {
    await set('fsync', 'off')
    const message = /fsync=off.*Turn fsync on/
    await t.rejects(migrate(base), { exitCode: exitCodes.config, message })
    await t.rejects(ask(base, 'SELECT 1'), { code: 'not-durable', message })
    await set('fsync')
    t.equal((await ask(base, 'SELECT 1')).length, 1)
  })

  t.test('TLS', async t => {
    const other = join(server.folder, 'other')
    runAsPostgres(server.folder, 'mkdir', other)
    const otherCa = makeServerCertificate(other).caFile
    const encrypted = (tls: PostgresTls, host = 'localhost') =>
      ask({ ...base, host, tls }, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    const yes = [{ ssl: true }]
    const no = (message: RegExp) => ({ name: 'Unstored', code: 'unavailable', message })

    t.same(await encrypted({ verify: 'full', caFile }), yes)
    await t.rejects(encrypted({ verify: 'full', caFile }, '127.0.0.1'), no(/altnames/))
    await t.rejects(encrypted({ verify: 'full', caFile: otherCa }), no(/certificate/))
    await t.rejects(encrypted({ verify: 'full' }), no(/certificate/), 'no CA of the public ones')

    t.same(await encrypted({ verify: 'chain', caFile }, '127.0.0.1'), yes, 'its name is not asked')
    await t.rejects(encrypted({ verify: 'chain', caFile: otherCa }), no(/certificate/))
    await t.rejects(encrypted({ verify: 'chain' }), no(/certificate/))

    t.same(await encrypted({ verify: 'none' }, '127.0.0.1'), yes)
    t.same(await encrypted({ verify: 'none', caFile: otherCa }), yes)
    await sql('ALTER SYSTEM SET ssl = off')
    await sql('SELECT pg_reload_conf()')
    const without = /does not support SSL/
    await until(async () => (await sql<{ ssl: string }>('SHOW ssl'))[0]!.ssl === 'off')
    await t.rejects(encrypted({ verify: 'none' }), no(without), 'never in clear text instead')
  })

  t.test('a password, and one out of a file that changes', async t => {
    await sql(`CREATE ROLE careful LOGIN PASSWORD 'the first one'`)
    await migrate(base, 'careful')
    const rules = 'local all all trust\nhost all all all scram-sha-256\n'
    writeFileSync(join(server.folder, 'data', 'pg_hba.conf'), rules)
    await sql('SELECT pg_reload_conf()')
    const file = join(t.testdir(), 'password')
    const fixed = { ...base, user: 'careful', password: 'the first one' }
    const { password, ...rest } = fixed
    const settings = { ...rest, passwordFile: file }
    const denied = async (settings: PostgresSettings): Promise<void> => {
      const error: Error = await ask(settings, 'SELECT 1').then(
        () => t.fail('let in'),
        error => error,
      )
      t.match(error, { code: 'denied', message: /28P01.*password/ })
      t.notMatch(error.message, /the (first|second) one|secret/)
    }
    await until(() =>
      ask({ ...fixed, password: 'secret' }, 'SELECT 1').then(
        () => false,
        () => true,
      ),
    )
    t.equal((await ask(fixed, 'SELECT 1')).length, 1)
    await denied({ ...fixed, password: 'secret' })

    writeFileSync(file, 'the first one\n')
    const database = openDatabase(settings, 2)
    t.teardown(() => database.close())
    const works = async () => {
      const rows = await database.query({ name: 'one', text: 'SELECT 1', values: [] })
      t.equal(rows.length, 1)
    }
    await works()
    await sql("ALTER ROLE careful PASSWORD 'the second one'")
    await works()
    await denied(settings)
    writeFileSync(file, '  the second one\r\n')
    const sessions = "FROM pg_stat_activity WHERE usename = 'careful'"
    await sql(`SELECT pg_terminate_backend(pid) ${sessions}`)
    await until(async () => (await sql(`SELECT pid ${sessions}`)).length === 0)
    await works()

    const lost = { ...settings, passwordFile: join(t.testdir(), 'nowhere') }
    await t.rejects(ask(lost, 'SELECT 1'), { name: 'Unstored', message: /ENOENT.*nowhere/ })
  })

  t.test('a standby', async t => {
    await server.stop('fast')
    runAsPostgres(server.folder, 'touch', join(server.folder, 'data', 'standby.signal'))
    await server.start()
    const settings = { ...base, user: 'careful', password: 'the second one' }
    const message = new RegExp(`localhost:${server.port}.*standby: name the primary`)
    await t.rejects(ask(settings, 'SELECT 1'), { code: 'read-only', message })
    await t.rejects(migrate(settings), { code: 'read-only', message })
  })
})
