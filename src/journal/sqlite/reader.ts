import { DatabaseSync } from 'node:sqlite'
import type { RunningReplay, StoredEvent } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import { rawColumns } from '../raw-row.ts'
import { fitsReplay } from '../replay/filter.ts'
import { toStored } from '../to-stored.ts'
import type { EventRow } from './event-row.ts'
import { readReplayRows, runningReplays } from './replay-reader.ts'

/** Reads events out of the log on a thread of its own, over a connection that can't write. */
export interface Reader {
  /** See `Feed.read`; what is parked or dead for this sink is left out. */
  read(sink: string, after: number, limit: number): { events: StoredEvent[]; upTo: number }
  /** See `Feed.get`. */
  get(positions: readonly number[]): StoredEvent[]
  /** Was the sink told to wait? */
  isPaused(sink: string): boolean
  /** See `SinkFeed.replays`. */
  replays(sink: string): RunningReplay[]
  /** As `read`, of what a replay's filter fits. */
  readReplay(id: string, after: number, limit: number): { events: StoredEvent[]; upTo: number }
  close(): void
}

/** A read ends after this many bytes of bodies, so that large callbacks don't fill the memory. */
const readBytes = 4 * 1024 * 1024

export function openReader(path: string, reading: Reading, log: Log): Reader {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 })
  const head = db.prepare('SELECT coalesce(max(position), 0) AS head FROM callback')
  const columns = `position, received_at, ${rawColumns}`
  const after = db.prepare(
    `SELECT ${columns} FROM callback AS c
     WHERE position > ? AND type IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM parked WHERE sink = ? AND position = c.position)
     ORDER BY position LIMIT ?`,
  )
  const one = db.prepare(`SELECT ${columns} FROM callback WHERE position = ?`)
  const paused = db.prepare('SELECT 1 FROM sink WHERE name = ? AND paused_at IS NOT NULL')

  function eventOf(row: EventRow): StoredEvent[] {
    const { position, received_at: receivedAt } = row
    const stored = toStored(row, { position, receivedAt }, reading, log)
    return stored ? [stored] : []
  }

  return {
    read(sink, position, limit) {
      // The head comes first: whatever is committed in between is above it, and read next time.
      const { head: last } = head.get() as { head: number }
      const events: StoredEvent[] = []
      let rows = 0
      let bytes = 0
      let upTo = position
      for (const row of after.iterate(position, sink, limit) as Iterable<EventRow>) {
        rows++
        upTo = row.position
        events.push(...eventOf(row))
        bytes += row.body.length + row.target.length
        if (bytes > readBytes) return { events, upTo }
      }
      return { events, upTo: rows < limit ? Math.max(upTo, last) : upTo }
    },
    get: positions =>
      positions.flatMap(position => {
        const row = one.get(position) as EventRow | undefined
        return row ? eventOf(row) : []
      }),
    isPaused: sink => paused.get(sink) !== undefined,
    replays: sink => runningReplays(db, sink),
    readReplay(id, position, limit) {
      const read = readReplayRows(db, id, { after: position, limit })
      if (read === undefined) return { events: [], upTo: position }
      const events = read.rows.flatMap(eventOf).filter(each => fitsReplay(read.filter, each))
      return { events, upTo: read.upTo }
    },
    close: () => db.close(),
  }
}
