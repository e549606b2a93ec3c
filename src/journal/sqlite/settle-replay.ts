import type { DatabaseSync } from 'node:sqlite'
import type { Settlement } from '../../domain/journal.ts'
import { createRecordAttempts } from './record-attempts.ts'

/** Keeps the places of replays in the log, inside the caller's transaction. */
export interface ReplaySettler {
  /** Everything up to here is done, or parked. */
  position(replay: string): number
  /**
   * What is delivered is no dead letter of the sink any more; what failed for good becomes one,
   * unless the sink has still to get it by itself. Of a replay that was cancelled nothing waits.
   */
  settle(sink: string, replay: string, settlement: Settlement, now: number): void
}

export function createReplaySettler(db: DatabaseSync): ReplaySettler {
  const find = db.prepare('SELECT position, state FROM replay WHERE id = ?')
  const park = db.prepare(
    `INSERT INTO parked (sink, position, subject, state, attempts, cause, at)
     VALUES (?, ?, ?, 'waiting', ?, ?, ?)
     ON CONFLICT (sink, position) DO UPDATE SET
       attempts = excluded.attempts, cause = excluded.cause, at = excluded.at`,
  )
  const unpark = db.prepare('DELETE FROM parked WHERE sink = ? AND position = ?')
  const bury = db.prepare(
    `INSERT INTO parked (sink, position, subject, state, attempts, cause, at)
     SELECT name, ?, ?, 'dead', ?, ?, ? FROM sink WHERE name = ? AND position >= ?
     ON CONFLICT (sink, position) DO UPDATE SET
       attempts = excluded.attempts, cause = excluded.cause, at = excluded.at
     WHERE state = 'dead'`,
  )
  const revive = db.prepare("DELETE FROM parked WHERE sink = ? AND position = ? AND state = 'dead'")
  const count = db.prepare(
    `UPDATE replay SET position = max(position, ?), delivered = delivered + ?, failed = failed + ?
     WHERE id = ?`,
  )
  const finish = db.prepare(
    `UPDATE replay SET state = 'done', ended_at = ?
     WHERE id = ? AND state = 'running' AND position >= last
       AND NOT EXISTS (SELECT 1 FROM parked WHERE sink = ?)`,
  )
  const recordAttempts = createRecordAttempts(db)

  return {
    position: replay => (find.get(replay) as { position: number } | undefined)?.position ?? 0,
    settle(sink, replay, settlement, now) {
      const { dead, delivered, unpark: done } = settlement
      const feed = `${sink}~${replay}`
      const running = (find.get(replay) as { state: string } | undefined)?.state === 'running'
      recordAttempts(feed, settlement, now)
      for (const { position, subject, attempts, cause, retryInMs } of running
        ? settlement.park
        : []) {
        park.run(feed, position, subject, attempts, cause, now + Math.round(retryInMs))
      }
      for (const { position, subject, attempts, cause } of dead) {
        unpark.run(feed, position)
        bury.run(position, subject, attempts, cause, now, sink, position)
      }
      for (const position of done) unpark.run(feed, position)
      for (const position of delivered) revive.run(sink, position)
      count.run(settlement.position ?? 0, delivered.length, dead.length, replay)
      finish.run(now, replay, feed)
    },
  }
}
