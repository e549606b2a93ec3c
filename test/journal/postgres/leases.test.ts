import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { LeaseLost, nothingSettled, type Settlement } from '../../../src/domain/journal.ts'
import type { Database } from '../../../src/journal/postgres/database.ts'
import { createFeed } from '../../../src/journal/postgres/feeds.ts'
import type { Lease } from '../../../src/journal/postgres/lease-keeper.ts'
import { createLeases } from '../../../src/journal/postgres/leases.ts'
import { openSession, openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { openReplica, settingsFor } from './open-journal.ts'
import { silentClient } from './silent-client.ts'
import { until } from './until.ts'

const batch = { first: 1, last: 3, delivered: 3, failed: 0, ms: 1, answer: '200' }
const settlement: Settlement = { ...nothingSettled, position: 3, batches: [batch] }
const unheard = { name: 'Error', message: /run out/ }

t.test('leases', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  async function open(t: Test, schema: string) {
    const settings = settingsFor(url, { schema })
    const { database } = await openReplica(t, settings)

    /** What a replica calls; each is another one, over a connection of its own or a shared one. */
    function replica(over: Database = database, id: string = randomUUID()) {
      const place = { database: over, schema, replica: id }
      const sinks = [{ name: 's', from: 'beginning' as const }]
      return {
        id,
        ...createLeases({ ...place, sinks }),
        with: (name: string, from: 'beginning' | 'now') =>
          createLeases({ ...place, sinks: [{ name, from }] }),
        /** Settles under a token; `lost`: it knows that the lease is another's. */
        settle(token: number, lost = false): Promise<void> {
          const lease: Lease = { sink: 's', token, held: () => true, lost, settled: 0 }
          const none = async (): Promise<never> => {
            throw new Error('nothing is read here')
          }
          const reader = { read: none, get: none, replays: none, readReplay: none }
          const feed = createFeed({ ...place, reader, tail: { read: () => undefined }, lease })
          return feed.settle(settlement)
        },
      }
    }
    const [a, b] = [replica(), replica()]
    await a.keep()
    await b.keep()
    return {
      settings,
      a,
      b,
      replica,
      /** Lets the lease end in so many ms. */
      endIn: (ms: number) =>
        sql(`UPDATE ${schema}.sink SET lease_until = clock_timestamp() + $1 * interval '1 ms'`, [
          ms,
        ]),
      isOver: () =>
        until(async () => {
          const [row] = await sql<{ over: boolean }>(
            `SELECT lease_until < clock_timestamp() AS over FROM ${schema}.sink`,
          )
          return row!.over
        }),
      settled: () => sql(`SELECT token FROM ${schema}.batch ORDER BY number`),
      row: async () => (await sql(`SELECT owner, token, position FROM ${schema}.sink`))[0],
      /** Fails at once while anybody holds a lock on the sink's row. */
      lockRow: () => sql(`SELECT FROM ${schema}.sink FOR UPDATE NOWAIT`),
    }
  }

  t.test('one at a time has it, each under a greater token', async t => {
    const { a, b, endIn, row } = await open(t, 'tokens')
    t.equal(await a.take('s'), 1)
    t.equal(await b.take('s'), undefined, 'a has it')
    t.equal(await a.take('s'), undefined, 'even for a')
    t.equal(await a.take('unknown'), undefined)
    await endIn(-1)
    t.equal(await b.take('s'), 2)
    await a.giveBack('s', 1)
    t.match(await row(), { owner: b.id, token: 2 }, 'an old token gives nothing back')
    await b.giveBack('s', 2)
    t.match(await row(), { owner: null, token: 2 })
    t.equal(await a.take('s'), 3, 'free at once')
    const history = 'SELECT token, owner FROM tokens.lease_history ORDER BY token'
    t.same(await sql(history), [
      { token: 1, owner: a.id },
      { token: 2, owner: b.id },
      { token: 3, owner: a.id },
    ])
  })

  t.test('who leaves gives back all at once, and is gone', async t => {
    const { a, b } = await open(t, 'leaves')
    await a.with('other', 'beginning').keep()
    t.same(await Promise.all([a.take('s'), a.take('other')]), [1, 1])
    await a.leave()
    t.same(await Promise.all([b.take('s'), b.take('other')]), [2, 2])
    const { sinks, replicas } = await b.keep()
    t.same(
      sinks.map(({ name, owner, free }) => ({ name, owner, free })),
      [
        { name: 'other', owner: b.id, free: false },
        { name: 's', owner: b.id, free: false },
      ],
    )
    t.same(replicas, [{ id: b.id, sinks: ['s'] }])
  })

  t.test('who was not heard of for as long as a lease is not there', async t => {
    const { a, b } = await open(t, 'silence')
    await sql("UPDATE silence.replica SET seen_at = seen_at - interval '5 s' WHERE id = $1", [a.id])
    t.same((await b.keep()).replicas, [{ id: b.id, sinks: ['s'] }])
    t.equal((await a.keep()).replicas.length, 2)
    await sql("UPDATE silence.replica SET seen_at = seen_at - interval '2 h' WHERE id = $1", [a.id])
    await b.keep()
    t.same(await sql('SELECT id FROM silence.replica'), [{ id: b.id }])
  })

  t.test('a new sink starts where its first replica says', async t => {
    const { a, b } = await open(t, 'places')
    await sql(
      `INSERT INTO places.callback (position, received_at, id, method, public_url, target,
      headers, body, text_key) VALUES (7, now(), 'x', '', '', '', '', '', $1)`,
      [randomUUID()],
    )
    await a.with('now', 'now').keep()
    const { sinks } = await b.with('now', 'beginning').keep()
    t.match(sinks, [
      { name: 'now', position: 7 },
      { name: 's', position: 0 },
    ])
  })

  t.test('a settlement under an old token writes nothing, and says so', async t => {
    const { a, b, endIn, settled, row } = await open(t, 'old')
    const token = (await a.take('s'))!
    await endIn(-1)
    await b.take('s')
    await t.rejects(a.settle(token), unheard)
    await t.rejects(a.settle(token, true), LeaseLost)
    await t.rejects(a.settle(token + 2), unheard, 'nor one of the future')
    t.same(await settled(), [])
    t.match(await row(), { position: 0 })
    await b.settle(token + 1)
    t.same(await settled(), [{ token: token + 1 }])
  })

  t.test('nor under a lease that ran out, until it is renewed', async t => {
    const { a, b, endIn, settled } = await open(t, 'late')
    const token = (await a.take('s'))!
    await endIn(-1)
    await t.rejects(a.settle(token), unheard)
    await b.keep()
    await t.rejects(a.settle(token), unheard, 'another being there renews nothing')
    const { sinks } = await a.keep()
    t.match(sinks, [{ owner: a.id, token, free: false }])
    await a.settle(token)
    t.same(await settled(), [{ token }])
    t.equal(await b.take('s'), undefined)
  })

  t.test('settled before another has it, or not at all', async t => {
    const { a, b, endIn, settled } = await open(t, 'race')
    for (let round = 0; round < 15; round++) {
      await Promise.all([a.leave(), b.leave()])
      const token = (await a.take('s'))!
      await endIn(5 + 3 * round)
      const results = await Promise.all([
        ...[1, 2, 3].map(() => a.settle(token).catch(() => {})),
        ...[1, 2, 3, 4, 5].map(() => b.take('s')),
      ])
      if (results.some(each => typeof each === 'number')) await t.rejects(a.settle(token), unheard)
    }
    t.comment(`${(await settled()).length} of 45 were settled`)
    const wrong = `SELECT * FROM race.batch AS b JOIN race.lease_history AS h
      ON h.token = b.token + 1 AND h.taken_at <= b.settled_at`
    t.same(await sql(wrong), [])
  })

  t.test('both wait for the row: whoever comes first', async t => {
    const { a, b, endIn, isOver, settled } = await open(t, 'queue')
    const holder = await openSession(t, url)
    const waiting = (count: number) =>
      until(async () => {
        const text = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'
          AND datname = current_database() AND query LIKE 'CALL queue.%'`
        return (await sql(text)).length === count
      })
    const hold = () => holder.query('BEGIN; SELECT FROM queue.sink FOR UPDATE')

    const first = (await a.take('s'))!
    await endIn(400)
    await hold()
    const settling = a.settle(first)
    await waiting(1)
    await isOver()
    const taking = b.take('s')
    await waiting(2)
    await holder.query('COMMIT')
    await settling
    t.equal(await taking, first + 1)
    const [times] = await sql(`SELECT bool_and(settled_at < taken_at) AS before
      FROM queue.batch JOIN queue.lease_history AS h ON h.token = 2`)
    t.same(times, { before: true })

    await endIn(-1)
    await hold()
    const retaking = a.take('s')
    await waiting(1)
    const late = t.rejects(b.settle(first + 1), unheard)
    await holder.query('COMMIT')
    t.equal(await retaking, first + 2)
    await late
    t.equal((await settled()).length, 1)
  })

  t.test('who is paused in the middle holds no lock', async t => {
    const { settings, a, replica, lockRow, settled, row } = await open(t, 'paused')
    const token = (await a.take('s'))!
    const silent = async () => {
      const client = await silentClient(t, settings)
      return { ...client, calls: replica(client.database, a.id) }
    }

    t.test('settle', async () => {
      const { calls, done } = await silent()
      void calls.settle(token)
      await done()
      t.same(await settled(), [{ token }])
      await lockRow()
    })

    t.test('settle that is refused, after it waited for the row', async () => {
      const { calls, done, pid } = await silent()
      const holder = await openSession(t, url)
      await holder.query('BEGIN; UPDATE paused.sink SET token = token + 1')
      void calls.settle(token)
      const waits = "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'"
      await until(async () => (await sql(waits, [pid])).length === 1)
      const answer = done()
      await holder.query('COMMIT')
      await answer
      t.equal((await settled()).length, 1)
      await lockRow()
    })

    t.test('keep', async () => {
      const { calls, done } = await silent()
      void calls.keep()
      await done()
      await lockRow()
      await sql('SELECT FROM paused.replica FOR UPDATE NOWAIT')
    })

    t.test('take, giveBack and leave', async () => {
      await a.giveBack('s', token + 1)
      const { calls, done } = await silent()
      void calls.take('s')
      await done()
      t.match(await row(), { token: token + 2 })
      await lockRow()
      const another = await silent()
      void another.calls.giveBack('s', token + 2)
      await another.done()
      t.match(await row(), { owner: null })
      await lockRow()
      const last = await silent()
      void last.calls.leave()
      await last.done()
      await lockRow()
    })
  })
})
