import type { DatabaseSync } from 'node:sqlite'
import type { Settlement } from '../../domain/journal.ts'

/**
 * Writes the ledger's rows of a settlement: one for each batch, one for each attempt on an event
 * that failed, all of the same instant. `feed`: the sink's name, or `sink~replay`.
 */
export type RecordAttempts = (feed: string, settlement: Settlement, now: number) => void

export function createRecordAttempts(db: DatabaseSync): RecordAttempts {
  const batch = db.prepare(
    `INSERT INTO batch (sink, first, last, delivered, failed, ms, answer, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const failure = db.prepare(
    'INSERT INTO failure (sink, position, attempt, cause, at) VALUES (?, ?, ?, ?, ?)',
  )
  return (feed, { batches, failures }, now) => {
    for (const { first, last, delivered, failed, ms, answer } of batches) {
      batch.run(feed, first, last, delivered, failed, Math.round(ms), answer, now)
    }
    for (const { position, attempt, cause } of failures) {
      failure.run(feed, position, attempt, cause, now)
    }
  }
}
