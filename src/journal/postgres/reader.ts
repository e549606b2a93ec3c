import type { RunningReplay, StoredEvent } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import { fitsReplay } from '../replay/filter.ts'
import { toStored } from '../to-stored.ts'
import type { Database } from './database.ts'
import { type EventRow, rawOf } from './event-row.ts'
import { readReplayRows, runningReplays } from './replay-reader.ts'

/** Reads events out of the log. */
export interface Reader {
  /** See `Feed.read`; what is parked or dead for this sink is left out. */
  read(sink: string, after: number, limit: number): Promise<{ events: StoredEvent[]; upTo: number }>
  /** See `Feed.get`. */
  get(positions: readonly number[]): Promise<StoredEvent[]>
  /** See `SinkFeed.replays`. */
  replays(sink: string): Promise<RunningReplay[]>
  /** As `read`, of what a replay's filter fits. */
  readReplay(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ events: StoredEvent[]; upTo: number }>
}

/** Rows of one read at the most: bodies may be 64 KiB each. */
const mostRows = 500

export function createReader(
  database: Database,
  schema: string,
  reading: Reading,
  log: Log,
): Reader {
  const columns = rawOf('c')
  // Where the log ends is seen together with its rows; they become visible in their order.
  const readText = `
    SELECT h.head, e.* FROM (SELECT coalesce(max(position), 0) AS head FROM ${schema}.callback) AS h
    LEFT JOIN LATERAL (
      SELECT ${columns} FROM ${schema}.callback AS c
      WHERE c.position > $2 AND c.type IS NOT NULL AND NOT EXISTS (
        SELECT FROM ${schema}.parked AS p WHERE p.sink = $1 AND p.position = c.position)
      ORDER BY c.position LIMIT $3
    ) AS e ON true ORDER BY e.position`
  const getText = `
    SELECT ${columns} FROM ${schema}.callback AS c WHERE c.position = ANY($1) ORDER BY c.position`

  function eventsOf(rows: readonly EventRow[]): StoredEvent[] {
    return rows.flatMap(row => {
      const place = { position: Number(row.position), receivedAt: Math.round(row.received_ms) }
      return toStored(row, place, reading, log) ?? []
    })
  }

  return {
    async read(sink, after, limit) {
      const most = Math.min(limit, mostRows)
      const rows = await database.query<EventRow & { head: string }>({
        name: 'read',
        text: readText,
        values: [sink, after, most],
      })
      const found = rows.filter(row => row.position !== null)
      const last = Number(found.at(-1)?.position ?? after)
      const upTo = found.length < most ? Math.max(last, Number(rows[0]!.head)) : last
      return { events: eventsOf(found), upTo }
    },
    async get(positions) {
      const values = [positions]
      return eventsOf(await database.query<EventRow>({ name: 'get', text: getText, values }))
    },
    replays: sink => runningReplays(database, schema, sink),
    async readReplay(id, after, limit) {
      const most = { after, limit: Math.min(limit, mostRows) }
      const read = await readReplayRows(database, schema, id, most)
      if (read === undefined) return { events: [], upTo: after }
      const events = eventsOf(read.rows).filter(each => fitsReplay(read.filter, each))
      return { events, upTo: read.upTo }
    },
  }
}
