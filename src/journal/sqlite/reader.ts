import { DatabaseSync } from 'node:sqlite'
import { toCloudEvent } from '../../domain/event.ts'
import type { StoredEvent } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import { parseSafely } from './append.ts'
import { type RawRow, rawColumns, toRaw } from './raw-row.ts'

/** Reads events out of the log on a thread of its own, over a connection that can't write. */
export interface Reader {
  /** See `Feed.read`; what is parked or dead for this sink is left out. */
  read(sink: string, after: number, limit: number): { events: StoredEvent[]; upTo: number }
  /** See `Feed.get`. */
  get(positions: readonly number[]): StoredEvent[]
  close(): void
}

/** A read ends after this many bytes of bodies, so that large callbacks don't fill the memory. */
const readBytes = 4 * 1024 * 1024

type EventRow = RawRow & { position: number; received_at: number }

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

  function toStored(row: EventRow): StoredEvent[] {
    const parsed = parseSafely(reading, toRaw(row))
    const { position } = row
    if (parsed.kind === 'misfit') {
      const { errors } = parsed
      const msg = 'A stored callback no longer fits its schema; it is kept but not relayed'
      log.error({ event: 'callback.quarantined', errors, position }, msg)
      return []
    }
    const { subject, type } = parsed.event
    return [{ position, subject, type, event: toCloudEvent(parsed.event, row.received_at) }]
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
        events.push(...toStored(row))
        bytes += row.body.length + row.target.length
        if (bytes > readBytes) return { events, upTo }
      }
      return { events, upTo: rows < limit ? Math.max(upTo, last) : upTo }
    },
    get: positions =>
      positions.flatMap(position => {
        const row = one.get(position) as EventRow | undefined
        return row ? toStored(row) : []
      }),
    close: () => db.close(),
  }
}
