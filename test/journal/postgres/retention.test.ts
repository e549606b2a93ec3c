import t, { type Test } from 'tap'
import { nothingSettled as nothing, type RetentionSink } from '../../../src/domain/journal.ts'
import type { RetentionSettings } from '../../../src/domain/settings.ts'
import type { Database } from '../../../src/journal/postgres/database.ts'
import { createRetention } from '../../../src/journal/postgres/retention.ts'
import { lockClass } from '../../../src/journal/postgres/schema/log.ts'
import { openSession, openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'
import { silentClient } from './silent-client.ts'
import { until } from './until.ts'

const day = 86_400_000
const keep: RetentionSettings = {
  events: 30 * day,
  quarantine: 90 * day,
  deadLetters: 90 * day,
  maxAge: 60 * day,
}
const ageless = { ...keep, maxAge: 1000 * day }

t.test('retention', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  async function open(t: Test, schema: string) {
    const settings = settingsFor(url, { schema })
    const { database, appender, replica, leasesFor, feed } = await openReplica(t, settings)
    const from = { database, schema }
    const feeds = new Map<string, ReturnType<typeof feed>>()
    const column = async (text: string) =>
      (await sql(text)).map(row => Object.values(row as object)[0])

    const begin = (sinks: RetentionSink[], retention = keep, over: Database = database) =>
      createRetention({ ...from, database: over, retention, sinks, now: Date.now })
    return {
      settings,
      replica,
      database,
      leasesFor,
      begin,
      async add(...bodies: string[]): Promise<void> {
        await appender.append(arrivals(...bodies), 10_000)
      },
      /** Makes all that is there so many days older; replicas are gone then. */
      async pass(days: number): Promise<void> {
        const by = `- ${days} * interval '1 day'`
        await sql(`
          WITH callback AS (UPDATE ${schema}.callback SET received_at = received_at ${by}),
            parked AS (UPDATE ${schema}.parked SET at = at ${by}),
            batch AS (UPDATE ${schema}.batch SET settled_at = settled_at ${by})
          DELETE FROM ${schema}.replica`)
      },
      /** Gives the sink its place, under a lease that does not run out. */
      async sink(name: string): Promise<void> {
        feeds.set(name, feed(name))
        await feeds.get(name)!.open('beginning')
        await sql(`UPDATE ${schema}.sink SET lease_until = clock_timestamp() + interval '1 h'`)
      },
      settle(sink: string, position: number, dead: number[] = [], waiting: number[] = []) {
        const park = waiting.map(each => ({ ...exception(each), retryInMs: 0 }))
        return feeds.get(sink)!.settle({ ...nothing, position, park, dead: dead.map(exception) })
      },
      /** Runs steps until nothing more is removed; counts. */
      async retain(sinks: RetentionSink[], retention = keep) {
        const retaining = begin(sinks, retention)
        const total = { removed: 0, forced: 0, steps: 0 }
        for (;;) {
          const { removed, forced } = await retaining.step()
          if (removed + forced === 0) return total
          total.removed += removed
          total.forced += forced
          total.steps++
        }
      },
      ids: () => column(`SELECT id FROM ${schema}.callback ORDER BY position`),
      dead: () =>
        sql(`SELECT sink, position, cause FROM ${schema}.parked
          WHERE state = 'dead' ORDER BY position`),
      keys: async () => (await column(`SELECT count(*) FROM ${schema}.identity`))[0],
      cursor: async (sink: string) => (await column(`SELECT ${schema}.cursor_of('${sink}')`))[0],
    }
  }

  t.test('an event goes when all sinks are done with it and its time is over', async t => {
    const { add, pass, sink, settle, retain, ids, keys } = await open(t, 'done')
    await sink('a')
    await sink('b')
    await add('RT1 a', 'RT2 a')
    await pass(20)
    await add('RT3 a')
    await settle('a', 3)
    await settle('b', 1)
    await pass(9)
    t.equal((await retain([{ name: 'a' }, { name: 'b' }])).removed, 0)
    await pass(11)
    t.equal((await retain([{ name: 'a' }, { name: 'b' }])).removed, 1)
    t.same(await ids(), ['RT2-a', 'RT3-a'], 'b has still to get the second')
    const count = await retain([{ name: 'a' }])
    t.equal(count.removed, 1, 'a sink no longer configured holds nothing')
    t.same(await ids(), ['RT3-a'])
    t.equal(await keys(), 6, 'keys outlive the payload')
    await add('RT1 a', 'RT2 a')
    t.same(await ids(), ['RT3-a'])
  })

  t.test('what is parked stays, dead letters and misfits have their own times', async t => {
    const { add, pass, sink, settle, retain, ids, dead } = await open(t, 'parked')
    await sink('a')
    await add('RT1 a', 'RT2 a', 'RT3 a', 'misfit')
    await settle('a', 4, [2], [3])
    await pass(40)
    await retain([{ name: 'a' }])
    t.match(await ids(), ['RT2-a', 'RT3-a', /^misfit/])
    await pass(49)
    await retain([{ name: 'a' }], ageless)
    t.equal((await ids()).length, 3)
    await pass(6)
    await retain([{ name: 'a' }], ageless)
    t.same(await ids(), ['RT3-a'])
    t.same(await dead(), [])
    await retain([], ageless)
    t.same(await ids(), [], 'parked for a sink that is no longer configured')
  })

  t.test('beyond maxAge what was never delivered becomes a dead letter', async t => {
    const { add, pass, sink, settle, retain, ids, dead, cursor } = await open(t, 'aged')
    await sink('a')
    await add('RT1 a', 'RT2 b', 'RT3 a', 'RT4 ab', 'misfit')
    await pass(50)
    await add('RT5 a')
    await settle('a', 1, [], [1])
    await pass(20)
    const count = await retain([{ name: 'a', types: ['test.a', 'test.c*'] }])
    t.equal(count.forced, 2, 'the parked one and the one ahead that the sink wants')
    const cause = 'retention.forced'
    t.match(await dead(), [
      { sink: 'a', position: 1, cause },
      { sink: 'a', position: 3, cause },
    ])
    t.match(await ids(), ['RT1-a', 'RT3-a', /^misfit/, 'RT5-a'], 'dead letters keep their payload')
    t.equal(await cursor('a'), 4, 'past all that is old')
  })

  t.test('a row of a clock that was set back takes no younger one with it', async t => {
    const { add, pass, sink, settle, retain, ids, dead } = await open(t, 'clock')
    await sink('a')
    await add('RT3 a')
    await sql('UPDATE clock.callback SET position = 30')
    await pass(50)
    await add('RT1 a', 'RT2 a')
    await pass(20)
    await retain([{ name: 'a' }])
    t.same(await ids(), ['RT1-a', 'RT2-a', 'RT3-a'])
    t.same(await dead(), [])
    await settle('a', 30)
    await retain([{ name: 'a' }])
    t.same((await ids()).slice(0, 2), ['RT1-a', 'RT2-a'])
    await pass(20)
    await retain([{ name: 'a' }])
    t.same(await ids(), [])
  })

  t.test('what only another live replica is configured with holds back too', async t => {
    const { add, pass, sink, retain, ids, leasesFor } = await open(t, 'others')
    await add('RT1 a')
    await pass(40)
    await sink('theirs')
    const theirs = leasesFor('theirs', 'beginning')
    await theirs.keep()
    t.equal((await retain([])).removed, 0)
    await theirs.leave()
    t.equal((await retain([])).removed, 1, 'it left')
    t.same(await ids(), [])
  })

  t.test('beyond maxStoreBytes the oldest go first, delivered or not', async t => {
    const { add, sink, settle, retain, ids, dead, keys } = await open(t, 'size')
    await sink('a')
    const filler = 'x'.repeat(900)
    await add(...Array.from({ length: 1000 }, (_, at) => `RT${at} a ${filler}`))
    await settle('a', 10, [7])
    await sql('ANALYZE size.callback, size.identity')
    const small = { ...ageless, maxStoreBytes: 500_000 }
    const count = await retain([{ name: 'a' }], small)
    t.ok(count.removed >= 400 && count.removed < 1000, `${count.removed} removed`)
    t.equal(count.forced, count.removed - 10)
    t.ok(count.steps > 1, 'in steps')
    const left = await ids()
    t.equal(left.length, 1000 - count.removed)
    t.same([left[0], left.at(-1)], [`RT${count.removed}-a`, 'RT999-a'])
    t.equal((await dead()).length, count.forced + 1)
    t.equal(await keys(), 2000)
    await sql('ANALYZE size.callback, size.identity')
    const { forced } = await retain([{ name: 'a' }], small)
    t.equal(forced, 0, 'then it is small enough')
  })

  t.test('a large backlog goes in small steps', async t => {
    const { add, pass, sink, settle, retain } = await open(t, 'steps')
    await sink('a')
    await add(...Array.from({ length: 1200 }, (_, at) => `RT${at} a`))
    await settle('a', 1200)
    await pass(40)
    t.match(await retain([{ name: 'a' }]), { removed: 1200, steps: 3 })
  })

  t.test('one replica at a time', async t => {
    const { add, pass, begin, ids, settings } = await open(t, 'alone')
    await add('RT1 a')
    await pass(40)
    const other = await openSession(t, url)
    await other.query('BEGIN')
    await other.query("SELECT pg_advisory_xact_lock($1, hashtext('alone retention'))", [lockClass])
    t.same(await begin([]).step(), { removed: 0, forced: 0 }, 'at once')
    t.same(await ids(), ['RT1-a'])
    await other.query('COMMIT')
    const silent = await silentClient(t, settings)
    const done = silent.done()
    void begin([], keep, silent.database).step()
    await done
    t.same(await ids(), [])
    const locks = "SELECT mode FROM pg_locks WHERE pid = $1 AND locktype <> 'virtualxid'"
    t.same(await sql(locks, [silent.pid]), [], 'who is paused in the middle keeps nobody out')
  })

  t.test('a cursor does not go back with the rows of the ledger', async t => {
    const { add, pass, sink, retain, cursor, database, replica } = await open(t, 'ledger')
    await sink('a')
    await add('RT1 a', 'RT2 a')
    const batch = '[{"first":1,"last":2,"delivered":2,"failed":0,"ms":1,"answer":"200"}]'
    const settle = `CALL ledger.settle('a', 1, 2, '${batch}', '[]', '{}', '[]', NULL)`
    await sql(settle)
    await database.query({ name: 'end', text: `CALL ledger.leave('${replica}')`, values: [] })
    await pass(40)
    const { removed } = await retain([])
    t.ok(removed > 0)
    t.same(await sql('SELECT number FROM ledger.batch'), [])
    t.equal(await cursor('a'), 2)
  })

  t.test('it waits for settlements and leases, and they for it', async t => {
    const { add, pass, sink, settle, begin, dead, leasesFor } = await open(t, 'pair')
    await sink('b')
    await sink('a')
    await add('RT1 a', 'RT2 a', 'RT3 a')
    await settle('a', 2, [], [1, 2])
    await settle('b', 2, [], [1, 2])
    await pass(70)
    const holder = await openSession(t, url)
    const waiting = (count: number) =>
      until(async () => {
        const text = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'
          AND datname = current_database() AND query LIKE 'CALL pair.%'`
        return (await sql(text)).length === count
      })
    const retaining = begin([{ name: 'b' }, { name: 'a' }])

    await holder.query('BEGIN; SELECT FROM pair.parked FOR UPDATE')
    const step = retaining.step()
    await waiting(1)
    const settling = Promise.all([settle('a', 2, [], [2, 1]), settle('b', 2, [], [2, 1])])
    await waiting(3)
    await holder.query('COMMIT')
    t.match(await step, { forced: 6 })
    await settling
    t.equal((await dead()).length, 6)

    await holder.query("BEGIN; SELECT FROM pair.sink WHERE name = 'b' FOR UPDATE")
    const keeping = leasesFor('a', 'beginning').keep()
    await waiting(1)
    const next = retaining.step()
    await waiting(2)
    await holder.query('COMMIT')
    await Promise.all([keeping, next])
    const deadlocks = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'
    t.same(await sql(deadlocks), [{ deadlocks: 0 }])
  })
})

function exception(position: number) {
  return { position, subject: 'RT', attempts: 1, cause: 'broken' }
}
