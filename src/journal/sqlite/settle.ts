import type { DatabaseSync } from 'node:sqlite'
import { LeaseLost, type Parked, type Settlement } from '../../domain/journal.ts'
import type { OpenedFeed } from '../protocol.ts'
import { createRecordAttempts } from './record-attempts.ts'
import { createReplaySettler } from './settle-replay.ts'

/** Whose place it is: a sink's, or one of its replays'. */
export interface PlaceOf {
  sink: string
  replay?: string | undefined
}

/** Keeps the places of sinks and replays in the log, inside the caller's transaction. */
export interface Settler {
  open(place: PlaceOf, from: 'beginning' | 'now', now: number): OpenedFeed
  /**
   * @throws LeaseLost where the sink's place was changed since its feed was opened under this token
   */
  settle(place: PlaceOf, settlement: Settlement, options: { token: number; now: number }): void
}

type WaitingRow = Omit<Parked, 'dueInMs'> & { at: number }

export function createSettler(db: DatabaseSync): Settler {
  const make = db.prepare(
    `INSERT INTO sink (name, position, created_at)
     VALUES (?, iif(?, (SELECT coalesce(max(position), 0) FROM callback), 0), ?)
     ON CONFLICT (name) DO NOTHING`,
  )
  const find = db.prepare('SELECT position, token FROM sink WHERE name = ?')
  const waiting = db.prepare(
    `SELECT position, subject, attempts, at FROM parked
     WHERE sink = ? AND state = 'waiting' ORDER BY position`,
  )
  const advance = db.prepare('UPDATE sink SET position = max(position, ?) WHERE name = ?')
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
  const recordAttempts = createRecordAttempts(db)
  const replays = createReplaySettler(db)

  function settleSink(sink: string, settlement: Settlement, now: number): void {
    recordAttempts(sink, settlement, now)
    for (const { position, subject, attempts, cause, retryInMs } of settlement.park) {
      const due = now + Math.round(retryInMs)
      park.run(sink, position, subject, 'waiting', attempts, cause, due)
    }
    for (const { position, subject, attempts, cause } of settlement.dead) {
      park.run(sink, position, subject, 'dead', attempts, cause, now)
    }
    for (const position of settlement.unpark) unpark.run(sink, position)
    if (settlement.position !== undefined) advance.run(settlement.position, sink)
  }

  return {
    open({ sink, replay }, from, now) {
      make.run(sink, from === 'now' ? 1 : 0, now)
      const { position, token } = find.get(sink) as { position: number; token: number }
      const feed = replay === undefined ? sink : `${sink}~${replay}`
      const rows = waiting.all(feed) as unknown as WaitingRow[]
      const parked = rows.map(({ at, ...entry }) => ({ ...entry, dueInMs: Math.max(0, at - now) }))
      if (replay === undefined) return { position, parked, token }
      return { position: replays.position(replay), parked, token }
    },
    settle({ sink, replay }, settlement, { token, now }) {
      const row = find.get(sink) as { token: number } | undefined
      if (row?.token !== token) throw new LeaseLost("the sink's place was changed")
      if (replay === undefined) settleSink(sink, settlement, now)
      else replays.settle(sink, replay, settlement, now)
    },
  }
}
