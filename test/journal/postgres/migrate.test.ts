import t from 'tap'
import { exitCodes } from '../../../src/domain/errors.ts'
import { nothingSettled } from '../../../src/domain/journal.ts'
import { openDatabase } from '../../../src/journal/postgres/database.ts'
import { migrate } from '../../../src/journal/postgres/migrate.ts'
import { migrations } from '../../../src/journal/postgres/migrations.ts'
import { createRetention } from '../../../src/journal/postgres/retention.ts'
import { readStats } from '../../../src/journal/postgres/stats.ts'
import { readVersion } from '../../../src/version.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { sqlClient } from '../../postgres/sql-client.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { testRole } from '../../postgres/test-role.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'

const skip = await postgresMissing()
const newest = migrations.length
const upToDate = { from: newest, to: newest }

t.test('replicas that start together', { skip }, async t => {
  const { name, url, sql } = await testDatabase(t)
  const atOnce = async (schema: string): Promise<void> => {
    const settings = settingsFor(url, { schema })
    const runs = await Promise.all(Array.from({ length: 10 }, () => migrate(settings)))
    const ran = runs.filter(({ from }) => from === 0)
    t.same(ran, [{ from: 0, to: newest }], 'one of them makes the schema')
    t.ok(runs.every(({ to }) => to === newest))
    const rows = await sql(`SELECT version, program FROM ${schema}.migration ORDER BY version`)
    t.equal(rows.length, newest)
    t.match(rows.at(-1), { version: newest, program: await readVersion() })
    t.same(await migrate(settings), upToDate)
  }
  await atOnce('reelay')
  await sql(`ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`)
  await atOnce('_other_2')
  await sql('CREATE SCHEMA there_before')
  await atOnce('there_before')
})

t.test('a role without the right to make anything', { skip }, async t => {
  const role = await testRole(t)
  const { url, sql } = await testDatabase(t)
  const owner = settingsFor(url)
  const settings = { ...owner, user: role }
  const advice = { exitCode: exitCodes.store, message: /reelay migrate --grant/ }
  await t.rejects(migrate(settings), advice, 'nothing is there')
  await migrate(owner)
  await t.rejects(migrate(settings), advice, 'it is there, and nothing is granted')
  t.same(await migrate(owner, role), upToDate)
  t.same(await migrate(settings), upToDate)

  const { appender, database, feed } = await openReplica(t, settings)
  t.same(await database.query({ name: 'who', text: 'SELECT current_user', values: [] }), [
    { current_user: role },
  ])
  const { receipts } = await appender.append(arrivals('RT1 a', 'RT1 a x', 'RT2 a'), 5_000)
  t.match(receipts, [{ outcome: 'stored' }, { outcome: 'duplicate' }, { outcome: 'stored' }])
  const log = feed('log')
  await log.open('beginning')
  t.equal((await log.read(0, 10)).events.length, 2)
  t.equal((await log.get([1])).length, 1)
  const batch = { first: 1, last: 2, delivered: 1, failed: 1, ms: 1, answer: '200' }
  const parked = { position: 2, subject: 'RT2', attempts: 1, cause: 'x', retryInMs: 0 }
  await log.settle({ ...nothingSettled, position: 2, batches: [batch], park: [parked] })
  await log.settle({ ...nothingSettled, unpark: [2] })
  t.match(await readStats(database, 'reelay', ['log']), { sinks: [{ name: 'log', lag: 0 }] })
  await sql("UPDATE reelay.callback SET received_at = received_at - interval '1 day'")
  const day = { events: 1, quarantine: 1, deadLetters: 1, maxAge: 1 }
  const retaining = { database, schema: 'reelay', retention: day, sinks: [{ name: 'log' }] }
  const { removed } = await createRetention({ ...retaining, now: Date.now }).step()
  t.ok(removed >= 2)

  const asRole = sqlClient(url.replace('postgres@', `${role}@`))
  for (const text of [
    "INSERT INTO reelay.migration VALUES (9, '9.9.9', '9.9.9')",
    'UPDATE reelay.migration SET oldest_program = version',
    'DELETE FROM reelay.migration',
    'TRUNCATE reelay.callback',
    'DROP TABLE reelay.callback',
    'CREATE TABLE reelay.own ()',
  ]) {
    await t.rejects(asRole(text), { code: '42501' }, text)
  }
})

t.test('a schema that a newer program made', { skip }, async t => {
  const { url, sql } = await testDatabase(t)
  const settings = settingsFor(url)
  await migrate(settings)
  const program = await readVersion()
  await sql("INSERT INTO reelay.migration VALUES ($1, '99.0.0', $2)", [newest + 1, program])
  t.same(await migrate(settings), { from: newest + 1, to: newest + 1 }, 'and that may be used')
  const database = openDatabase(settings, 1)
  t.teardown(() => database.close())
  const ask = { name: 'one', text: 'SELECT 1 AS one', values: [] }
  t.same(await database.query(ask), [{ one: 1 }])

  await sql("UPDATE reelay.migration SET oldest_program = '98.0.0' WHERE version = $1", [
    newest + 1,
  ])
  const message = /made by a newer Reelay: it needs 98\.0\.0 at least/
  await t.rejects(migrate(settings), { exitCode: exitCodes.store, message })
  t.same(await database.query(ask), [{ one: 1 }], 'a connection that is open goes on')
  const later = openDatabase(settings, 1)
  t.teardown(() => later.close())
  await t.rejects(later.query(ask), { name: 'Unstored', code: 'schema', message })
})

t.test('a database that is not UTF8', { skip }, async t => {
  const attributes = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
  const { url, sql } = await testDatabase(t, attributes)
  const message = /encoded in LATIN1.*ENCODING 'UTF8'/
  await t.rejects(migrate(settingsFor(url)), { exitCode: exitCodes.store, message })
  t.same(await sql("SELECT FROM pg_namespace WHERE nspname = 'reelay'"), [])
})
