import { join } from 'node:path'
import t from 'tap'
import { openSpool } from '../../../src/journal/spool.ts'
import { openStore } from '../../../src/journal/sqlite/store.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { callback, literalReading } from '../literal-reading.ts'
import { openReplica, settingsFor } from './open-journal.ts'

const skip = await postgresMissing()

t.test('a sink whose row was deleted is taken under a token that is new', { skip }, async t => {
  const { url, sql } = await testDatabase(t)
  const { leasesFor } = await openReplica(t, settingsFor(url))
  const leases = leasesFor('s', 'beginning')
  await leases.keep()
  t.equal(await leases.take('s'), 1)
  await sql('DELETE FROM reelay.sink')
  await leases.keep()
  t.equal(await leases.take('s'), 2)
})

t.test('after a failover positions that were seen never come again', { skip }, async t => {
  const { url, sql } = await testDatabase(t)
  const { inbox } = await openReplica(t, settingsFor(url))
  await inbox.append(callback('RT1 a'))
  // as a standby has it that takes over: an older sequence, and another timeline
  await sql(`UPDATE reelay.epoch SET timeline = '0000000F'`)
  await inbox.append(callback('RT2 a'))
  await inbox.append(callback('RT3 a'))
  const rows = await sql<{ position: number }>('SELECT position FROM reelay.callback ORDER BY 1')
  const [one, two, three] = rows.map(({ position }) => position)
  t.ok(two! - one! > 1_000_000, `${one}, then ${two}`)
  t.equal(three! - two!, 1, 'once')
})

t.test('a commit that adds nothing is one all the same', { skip }, async t => {
  const { url, sql } = await testDatabase(t)
  const { inbox, appender } = await openReplica(t, settingsFor(url))
  await inbox.append(callback('RT1 a'))
  const written = async (): Promise<string> => {
    const [row] = await sql<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn')
    return row!.lsn
  }
  const before = await written()
  t.match(await inbox.append(callback('RT1 a')), { outcome: 'duplicate' })
  const after = await written()
  t.not(after, before, 'so that it waits for what the first one waited for')
  await appender.append([], 5_000)
  t.not(await written(), after)
})

t.test('a journal is not taken for a spool, and is left as it is', async t => {
  const path = join(t.testdir(), 'reelay.db')
  const store = openStore(path, literalReading, Date.now)
  const opens = [{ sink: 'log', from: 'beginning' as const }]
  store.commit({ appends: [callback('RT1 a')], settlements: [], opens })
  store.close()
  t.throws(() => openSpool(path, literalReading, Date.now), {
    exitCode: 73,
    message: /is a journal, not a spool/,
  })
  const again = openStore(path, literalReading, Date.now)
  t.match(again.commit({ appends: [callback('RT1 a')], settlements: [], opens: [] }), {
    receipts: [{ outcome: 'duplicate' }],
  })
  again.close()
})
