import type { DatabaseSync } from 'node:sqlite'
import type { FeedState, Parked, Settlement } from '../../domain/journal.ts'

/** Keeps the sinks' places in the log, inside the caller's transaction. */
export interface Settler {
  open(sink: string, from: 'beginning' | 'now', now: number): FeedState
  settle(sink: string, settlement: Settlement, now: number): void
}

export function createSettler(db: DatabaseSync): Settler {
  const place = db.prepare(
    `INSERT INTO sink (name, position, created_at)
     VALUES (?, iif(?, (SELECT coalesce(max(position), 0) FROM callback), 0), ?)
     ON CONFLICT (name) DO NOTHING`,
  )
  const cursor = db.prepare('SELECT position FROM sink WHERE name = ?')
  const waiting = db.prepare(
    `SELECT position, subject, attempts, at FROM parked
     WHERE sink = ? AND state = 'waiting' ORDER BY position`,
  )
  const advance = db.prepare('UPDATE sink SET position = max(position, ?) WHERE name = ?')
  const record = db.prepare(
    `INSERT INTO batch (sink, first, last, delivered, failed, ms, answer, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const park = db.prepare(
    `INSERT INTO parked (sink, position, subject, state, attempts, cause, at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (sink, position) DO UPDATE SET
       state = excluded.state, attempts = excluded.attempts, cause = excluded.cause, at = excluded.at
     WHERE state = 'waiting'`,
  )
  const unpark = db.prepare(
    "DELETE FROM parked WHERE sink = ? AND position = ? AND state = 'waiting'",
  )

  return {
    open(sink, from, now) {
      place.run(sink, from === 'now' ? 1 : 0, now)
      const { position } = cursor.get(sink) as { position: number }
      const rows = waiting.all(sink) as unknown as (Omit<Parked, 'dueInMs'> & { at: number })[]
      const parked = rows.map(({ at, ...entry }) => ({ ...entry, dueInMs: Math.max(0, at - now) }))
      return { position, parked }
    },
    settle(sink, settlement, now) {
      for (const { first, last, delivered, failed, ms, answer } of settlement.batches) {
        record.run(sink, first, last, delivered, failed, Math.round(ms), answer, now)
      }
      for (const { position, subject, attempts, cause, retryInMs } of settlement.park) {
        const due = now + Math.round(retryInMs)
        park.run(sink, position, subject, 'waiting', attempts, cause, due)
      }
      for (const { position, subject, attempts, cause } of settlement.dead) {
        park.run(sink, position, subject, 'dead', attempts, cause, now)
      }
      for (const position of settlement.unpark) unpark.run(sink, position)
      if (settlement.position !== undefined) advance.run(settlement.position, sink)
    },
  }
}
