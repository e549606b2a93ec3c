import t from 'tap'
import { nothingSettled as nothing, type Settlement } from '../../../src/domain/journal.ts'
import { openSession, openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'

function batchTo(last: number): Settlement {
  const batch = { first: last, last, delivered: 1, failed: 0, ms: 1.4, answer: '200' }
  return { ...nothing, position: last, batches: [batch] }
}

t.test('settlements', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  async function open(schema: string) {
    const replica = await openReplica(t, settingsFor(url, { schema }))
    const feed = replica.feed('s')
    await feed.open('beginning')
    return {
      ...replica,
      feed,
      keep: () => replica.leasesFor('s', 'beginning').keep(),
      cursor: async () => (await feed.open('beginning')).position,
      /** What the sink's own row says, and which version of it that is. */
      row: async () =>
        (await sql(`SELECT position, ctid::text AS version FROM ${schema}.sink`))[0]!,
      exceptions: () =>
        sql(`SELECT position, state, attempts, cause FROM ${schema}.parked ORDER BY position`),
      ledger: () =>
        sql(`SELECT sink, first, last, delivered, failed, ms, answer, token, position
        FROM ${schema}.batch ORDER BY number`),
    }
  }

  t.test('the cursor is what the newest row of the ledger says', async t => {
    const { feed, cursor, row, keep, ledger } = await open('cursor')
    const before = await row()
    await feed.settle(batchTo(5))
    t.equal(await cursor(), 5)
    t.same(await row(), before, 'the row of the sink is left as it is')
    await feed.settle(batchTo(3))
    t.equal(await cursor(), 5, 'never back')
    const { position, ...several } = batchTo(9)
    await feed.settle({
      ...several,
      position: 9,
      batches: [...several.batches, ...several.batches],
    })
    t.match(await ledger(), [
      { sink: 's', first: 5, last: 5, ms: 1, answer: '200', token: 1, position: 5 },
      { first: 3, position: 5 },
      { first: 9, position: 9 },
      { first: 9, position: 9 },
    ])
    await feed.settle(several)
    t.equal(await cursor(), 9, 'a batch that moves nothing')
    await keep()
    t.match(await row(), { position: 9 }, 'it follows with the lease')
    await sql('TRUNCATE cursor.batch')
    t.equal(await cursor(), 9)
  })

  t.test('where everything was filtered away, the cursor moves too', async t => {
    const { feed, cursor, ledger } = await open('filtered')
    await feed.settle({ ...nothing, position: 4 })
    t.equal(await cursor(), 4)
    await feed.settle(batchTo(6))
    await feed.settle({ ...nothing, position: 8 })
    t.equal(await cursor(), 8)
    await feed.settle({ ...nothing, position: 2 })
    t.equal(await cursor(), 8)
    t.equal((await ledger()).length, 1)
  })

  t.test('exceptions: parked, again, delivered after all, dead', async t => {
    const { feed, appender, exceptions } = await open('exceptions')
    await appender.append(arrivals('RT1 a', 'RT2 a', 'RT3 a', 'RT4 a'), 5_000)
    const park = (position: number, attempts: number, cause: string, retryInMs = 0) => {
      return { position, subject: `RT${position}`, attempts, cause, retryInMs }
    }
    const dead = (position: number) => {
      return { position, subject: `RT${position}`, attempts: 9, cause: 'gave up' }
    }
    await feed.settle({
      ...batchTo(4),
      park: [park(1, 1, 'it\'s \\ "broken" \u{1f600}', 60_000), park(2, 0, '', 0), park(3, 1, 'x')],
      dead: [dead(4)],
    })
    t.match(await exceptions(), [
      { position: 1, state: 'waiting', attempts: 1, cause: 'it\'s \\ "broken" \u{1f600}' },
      { position: 2, state: 'waiting' },
      { position: 3, state: 'waiting' },
      { position: 4, state: 'dead', attempts: 9 },
    ])
    const { parked } = await feed.open('beginning')
    t.match(parked, [{ subject: 'RT1' }, { dueInMs: 0 }, { dueInMs: 0 }])
    t.ok(parked[0]!.dueInMs > 50_000 && parked[0]!.dueInMs <= 60_000)
    t.same((await feed.read(0, 10)).events, [], 'none of them is read again')
    await feed.settle({
      ...nothing,
      park: [park(1, 2, 'again'), park(4, 1, 'dead already')],
      unpark: [2, 4, 77],
      dead: [dead(3)],
    })
    t.match(await exceptions(), [
      { position: 1, state: 'waiting', attempts: 2, cause: 'again' },
      { position: 3, state: 'dead', cause: 'gave up' },
      { position: 4, state: 'dead', cause: 'gave up' },
    ])
  })

  t.test('under a long transaction, batches do not grow the row of the sink', async t => {
    const { cursor, row } = await open('long')
    await sql("UPDATE long.sink SET lease_until = lease_until + interval '1 min'")
    const snapshot = await openSession(t, url)
    await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM long.sink')
    const before = await row()
    const size = "SELECT pg_relation_size('long.sink')::int AS size"
    const sizeBefore = await sql(size)
    const settler = await openSession(t, url)
    await settler.query('SET synchronous_commit = off')
    await settler.query(settlements)
    t.equal(await cursor(), 3_000)
    t.same(await sql('SELECT count(*) FROM long.batch'), [{ count: 3_000 }])
    t.same(await row(), before, 'the version that was there before')
    t.same(await sql(size), sizeBefore)
    await snapshot.query('COMMIT')
  })
})

/** As a feed settles 3,000 batches, one by one. */
const settlements = `
  DO $$
  DECLARE
    held boolean;
  BEGIN
    FOR place IN 1..3000 LOOP
      CALL long.settle('s', 1, place, jsonb_build_array(jsonb_build_object('first', place,
        'last', place, 'delivered', 1, 'failed', 0, 'ms', 1, 'answer', '200')),
        '[]', '{}', '[]', held);
      ASSERT held;
    END LOOP;
  END
  $$`
