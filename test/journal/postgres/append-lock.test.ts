import t from 'tap'
import { createAppender } from '../../../src/journal/postgres/append.ts'
import { lockClass } from '../../../src/journal/postgres/schema/log.ts'
import { openSession, openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { literalReading } from '../literal-reading.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'
import { silentClient } from './silent-client.ts'
import { until } from './until.ts'

t.test('the lock under which positions are given', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  t.test('a client that goes silent after its call holds no lock', async t => {
    const settings = settingsFor(url, { schema: 'silent' })
    const replica = await openReplica(t, settings)
    const silent = await silentClient(t, settings)
    const done = silent.done()
    const appender = createAppender(silent.database, 'silent', literalReading)
    void appender.append(arrivals('RT1 a', 'RT2 a'), 60_000)
    await done
    t.same(await sql('SELECT id FROM silent.callback'), [{ id: 'RT1-a' }, { id: 'RT2-a' }])
    const { receipts } = await replica.appender.append(arrivals('RT1 a', 'RT3 a'), 5_000)
    t.match(receipts, [{ outcome: 'duplicate' }, { outcome: 'stored' }])
    const locks = "SELECT mode FROM pg_locks WHERE pid = $1 AND locktype <> 'virtualxid'"
    t.same(await sql(locks, [silent.pid]), [])
  })

  t.test('a call that waits too long fails, and everything goes on afterwards', async t => {
    const settings = settingsFor(url, { schema: 'waits' })
    const impatient = await openReplica(t, { ...settings, lockTimeoutMs: 200 })
    const patient = await openReplica(t, settings)
    const holder = await openSession(t, url)
    await holder.query('BEGIN')
    await holder.query("SELECT pg_advisory_xact_lock($1, hashtext('waits'))", [lockClass])
    const waiting = patient.appender.append(arrivals('RT1 a'), 10_000)
    await t.rejects(impatient.appender.append(arrivals('RT2 a'), 10_000), {
      name: 'Unstored',
      code: 'timeout',
      message: /55P03.*pg_stat_activity/,
    })
    const waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    await until(async () => (await sql(waits)).length === 1)
    await holder.query('ROLLBACK')
    t.match((await waiting).receipts, [{ outcome: 'stored' }])
    const { receipts } = await impatient.appender.append(arrivals('RT2 a'), 10_000)
    t.match(receipts, [{ outcome: 'stored' }])
    t.same(await sql('SELECT id FROM waits.callback ORDER BY position'), [
      { id: 'RT1-a' },
      { id: 'RT2-a' },
    ])
  })
})
