import type { DatabaseSync } from 'node:sqlite'
import type { RetentionCount, RetentionSink } from '../../domain/journal.ts'
import type { RetentionSettings } from '../../domain/settings.ts'
import { wantsType } from '../../domain/type-filter.ts'

/**
 * Rows that one step touches at the most: a step takes a few ms, so callbacks hardly wait for it.
 */
const stepRows = 200

/** The cause of a dead letter that retention made. */
const forcedCause = 'retention.forced'

/**
 * One small step of retention, inside the caller's transaction. Call it again, with pauses, until
 * it removes nothing more. `now` in ms since the epoch.
 */
export function retentionStep(
  db: DatabaseSync,
  retention: RetentionSettings,
  sinks: readonly RetentionSink[],
  now: number,
): RetentionCount {
  const forced = forceOld(db, sinks, before(db, now - retention.maxAge), now)
  const bySize = forceSize(db, sinks, retention.maxStoreBytes, now)
  const removed =
    removeDone(db, sinks, before(db, now - retention.events)) +
    removeQuarantined(db, before(db, now - retention.quarantine)) +
    forgetDead(db, now - retention.deadLetters) +
    forgetAttempts(db, 'batch', 'settled_at', now - retention.events) +
    forgetAttempts(db, 'failure', 'at', now - retention.events)
  return { removed: removed + bySize.removed, forced: forced + bySize.forced }
}

/** Rows up to a position that were stored before an instant. */
interface Old {
  upTo: number
  /** ms since the epoch; looked at for each row too, since a clock may have been set back. */
  before: number
}

/**
 * The last position that was stored before an instant. Positions and instants grow together, so a
 * binary search finds it in a few look-ups, without an index that each callback would pay for.
 */
function before(db: DatabaseSync, instant: number): Old {
  return { upTo: lastBefore(db, instant), before: instant }
}

function lastBefore(db: DatabaseSync, instant: number): number {
  const at = db.prepare(
    'SELECT position, received_at FROM callback WHERE position >= ? ORDER BY position LIMIT 1',
  )
  const { last } = db.prepare('SELECT coalesce(max(position), 0) AS last FROM callback').get() as {
    last: number
  }
  let low = 0
  let high = last
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2)
    const row = at.get(middle) as { position: number; received_at: number }
    if (row.received_at < instant) low = row.position
    else high = middle - 1
  }
  return low
}

/** Gives up what no sink has taken up to a position; the payload stays for the dead letter. */
function forceOld(
  db: DatabaseSync,
  sinks: readonly RetentionSink[],
  { upTo, before }: Old,
  now: number,
): number {
  let forced = 0
  for (const sink of sinks) {
    forced += Number(
      db
        .prepare(
          `UPDATE parked SET state = 'dead', cause = ?, at = ?
           WHERE sink = ? AND position <= ? AND state = 'waiting' AND NOT EXISTS
             (SELECT 1 FROM callback AS c WHERE c.position = parked.position AND received_at >= ?)`,
        )
        .run(forcedCause, now, sink.name, upTo, before).changes,
    )
    const undelivered = db
      .prepare(
        `SELECT position, subject, type, received_at FROM callback AS c
         WHERE position > (SELECT position FROM sink WHERE name = ?) AND position <= ?
           AND type IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM parked WHERE sink = ? AND position = c.position)
         ORDER BY position LIMIT ?`,
      )
      .all(sink.name, upTo, sink.name, stepRows) as unknown as UndeliveredRow[]
    // up to the first that is not old: the cursor may pass nothing else
    const young = undelivered.findIndex(row => row.received_at >= before)
    forced += bury(db, sink, young < 0 ? undelivered : undelivered.slice(0, young), now)
  }
  return forced
}

interface UndeliveredRow {
  position: number
  subject: string
  type: string
  received_at: number
}

/** Makes dead letters of rows that a sink wants, and lets its cursor pass them all. */
function bury(
  db: DatabaseSync,
  sink: RetentionSink,
  rows: readonly UndeliveredRow[],
  now: number,
): number {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO parked VALUES (?, ?, ?, 'dead', 0, ?, ?)", // sink, position, subject
  )
  let buried = 0
  for (const { position, subject, type } of rows) {
    if (!wantsType(sink.types, type)) continue
    buried += Number(insert.run(sink.name, position, subject, forcedCause, now).changes)
  }
  const last = rows.at(-1)
  if (last) {
    db.prepare('UPDATE sink SET position = max(position, ?) WHERE name = ?').run(
      last.position,
      sink.name,
    )
  }
  return buried
}

/** Removes the oldest payloads, delivered or not, while the store is larger than allowed. */
function forceSize(
  db: DatabaseSync,
  sinks: readonly RetentionSink[],
  maxStoreBytes: number | undefined,
  now: number,
): RetentionCount {
  if (maxStoreBytes === undefined || usedBytes(db) <= maxStoreBytes)
    return { removed: 0, forced: 0 }
  const rows = db
    .prepare('SELECT position FROM callback ORDER BY position LIMIT ?')
    .all(stepRows) as unknown as { position: number }[]
  const last = rows.at(-1)
  if (!last) return { removed: 0, forced: 0 }
  const all = { upTo: last.position, before: Number.MAX_SAFE_INTEGER }
  const forced = forceOld(db, sinks, all, now)
  return { removed: remove(db, rows), forced }
}

/** Bytes in use, without the free pages that later rows will fill. */
function usedBytes(db: DatabaseSync): number {
  const number = (name: string): number =>
    (db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]!
  return (number('page_count') - number('freelist_count')) * number('page_size')
}

/** Removes events that every configured sink is done with. */
function removeDone(db: DatabaseSync, sinks: readonly RetentionSink[], old: Old): number {
  const { upTo, before } = old
  const names = JSON.stringify(sinks.map(sink => sink.name))
  const rows = db
    .prepare(
      `SELECT position FROM callback AS c
       WHERE position <= ? AND type IS NOT NULL AND received_at < ?
         AND position <= (SELECT coalesce(min(position), ?) FROM sink
                          WHERE name IN (SELECT value FROM json_each(?)))
         AND NOT EXISTS (SELECT 1 FROM parked WHERE position = c.position
           AND (state = 'dead' OR sink IN (SELECT value FROM json_each(?))))
       ORDER BY position LIMIT ?`,
    )
    .all(upTo, before, upTo, names, names, stepRows) as unknown as { position: number }[]
  return remove(db, rows)
}

function removeQuarantined(db: DatabaseSync, { upTo, before }: Old): number {
  const rows = db
    .prepare(
      `SELECT position FROM callback WHERE type IS NULL AND position <= ? AND received_at < ?
       ORDER BY position LIMIT ?`,
    )
    .all(upTo, before, stepRows) as unknown as { position: number }[]
  return remove(db, rows)
}

/** Removes payloads and whatever sinks that are no longer configured still had parked of them. */
function remove(db: DatabaseSync, rows: readonly { position: number }[]): number {
  const callback = db.prepare('DELETE FROM callback WHERE position = ?')
  const parked = db.prepare("DELETE FROM parked WHERE position = ? AND state = 'waiting'")
  for (const { position } of rows) {
    callback.run(position)
    parked.run(position)
  }
  return rows.length
}

/** Forgets dead letters; their payloads go with the next steps, as done. */
function forgetDead(db: DatabaseSync, before: number): number {
  const result = db
    .prepare(
      `DELETE FROM parked WHERE (sink, position) IN
         (SELECT sink, position FROM parked WHERE state = 'dead' AND at < ? LIMIT ?)`,
    )
    .run(before, stepRows)
  return Number(result.changes)
}

function forgetAttempts(db: DatabaseSync, table: string, at: string, before: number): number {
  const result = db
    .prepare(
      `DELETE FROM ${table} WHERE ${at} < ? AND number IN
         (SELECT number FROM ${table} ORDER BY number LIMIT ?)`,
    )
    .run(before, stepRows)
  return Number(result.changes)
}
