import pino from 'pino'
import t from 'tap'
import { createReader } from '../../../src/journal/postgres/reader.ts'
import { openSession, openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { serverUrl } from '../../postgres/server-url.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { literalReading } from '../literal-reading.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'

const log = pino({ level: 'silent' })
const deadline = 20_000

t.test('the order in which a reader sees the log', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  t.test('nothing appears below what was read, whoever appends', async t => {
    const settings = settingsFor(url, { schema: 'many' })
    const replicas = await Promise.all([1, 2, 3].map(() => openReplica(t, settings)))
    const reader = createReader(replicas[0]!.database, 'many', literalReading, log)
    let appending = true

    /** Groups of 1 to 40: events, misfits, and repeats of another's, which leave gaps. */
    async function append(who: number): Promise<void> {
      const { appender } = replicas[who % replicas.length]!
      for (let group = 0; group < 25; group++) {
        const size = 1 + ((group * 7 + who * 13) % 40)
        const bodies = Array.from({ length: size }, (_, at) => {
          if (at % 5 === 4) return `misfit-${who}-${group}-${at}`
          return at % 7 === 6 ? `RT${group}x${at} again` : `RT${who}x${group}x${at} a`
        })
        await appender.append(arrivals(...bodies), deadline)
      }
    }

    /** Reads on from a cursor, as a feed does. */
    async function poll(limit: number) {
      const seen: number[] = []
      let cursor = 0
      let reads = 0
      for (let last = false; ; ) {
        const { events, upTo } = await reader.read('poll', cursor, limit)
        seen.push(...events.map(({ position }) => position))
        if (upTo > cursor) reads++
        if (last && upTo === cursor) return { seen, reads }
        last = !appending
        cursor = upTo
      }
    }

    const readers = [poll(3), poll(40), poll(500)]
    const appenders = Array.from({ length: 9 }, (_, who) => append(who))
    await Promise.all(appenders)
    appending = false
    const rows = await sql<{ position: number }>(
      'SELECT position FROM many.callback WHERE type IS NOT NULL ORDER BY position',
    )
    const expected = rows.map(({ position }) => position)
    for (const { seen, reads } of await Promise.all(readers)) {
      t.ok(reads > 20, `${reads} reads brought something`)
      t.equal(seen.join(), expected.join(), 'all of it, in order')
    }
  })

  t.test("nobody else's transaction holds a feed back", async t => {
    const { appender, database } = await openReplica(t, settingsFor(url, { schema: 'long' }))
    const reader = createReader(database, 'long', literalReading, log)
    await appender.append(arrivals('RT0 a'), deadline)
    const writes = await openSession(t, url)
    await writes.query('BEGIN; CREATE TABLE public.elsewhere (one integer)')
    const away = await openSession(t, serverUrl())
    await away.query('BEGIN; SELECT pg_current_xact_id()')
    const snapshot = await openSession(t, url)
    await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const before = 'SELECT count(*)::int AS count FROM long.callback'
    t.match((await snapshot.query(before)).rows, [{ count: 1 }])
    const open = `SELECT 1 FROM pg_stat_activity
      WHERE pid = ANY($1) AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)`
    const pids = await Promise.all([writes, away, snapshot].map(pidOf))
    t.equal((await sql(open, [pids])).length, 3)

    let cursor = 0
    for (const id of ['RT0', 'RT1', 'RT2', 'RT3']) {
      if (id !== 'RT0') await appender.append(arrivals(`${id} a`), deadline)
      const { events, upTo } = await reader.read('poll', cursor, 10)
      t.match(events, [{ subject: id }], 'there at once')
      cursor = upTo
    }
    t.match((await snapshot.query(before)).rows, [{ count: 1 }], 'the snapshot is open still')
  })
})

async function pidOf(session: Awaited<ReturnType<typeof openSession>>): Promise<number> {
  return (await session.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
}
