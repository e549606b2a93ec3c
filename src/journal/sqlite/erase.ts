import type { DatabaseSync } from 'node:sqlite'

/**
 * Removes payloads, inside the caller's transaction: tombstones and identity keys stay. Returns how
 * many deliveries that waited were cancelled. `now` in ms since the epoch. A row is overwritten
 * where it stands before it is deleted: SQLite may move what is left on a page, and what it moves
 * leaves a copy behind.
 */
export function erase(db: DatabaseSync, positions: readonly number[], now: number): number {
  const bury = db.prepare(
    `INSERT INTO tombstone (position, received_at, id, type, subject, purged_at)
     SELECT position, received_at, id, type, subject, ? FROM callback WHERE position = ?`,
  )
  const overwrite = db.prepare(
    `UPDATE callback SET public_url = ${blank('public_url')}, target = ${blank('target')},
       headers = ${blank('headers')}, errors = ${blank('errors')}, body = zeroblob(length(body))
     WHERE position = ?`,
  )
  const remove = db.prepare('DELETE FROM callback WHERE position = ?')
  const cancel = db.prepare(
    "DELETE FROM parked WHERE position = ? AND state = 'waiting' AND sink NOT LIKE '%~%'",
  )
  const forget = db.prepare('DELETE FROM parked WHERE position = ?')
  let cancelled = 0
  for (const position of positions) {
    if (bury.run(now, position).changes === 0) continue
    overwrite.run(position)
    remove.run(position)
    cancelled += Number(cancel.run(position).changes)
    forget.run(position)
  }
  return cancelled
}

/** As many bytes of nothing: a record of the same size takes the place of the old one. */
function blank(column: string): string {
  const bytes = `length(CAST(${column} AS BLOB))`
  return `CASE WHEN ${bytes} > 0 THEN printf('%.*c', ${bytes}, 'x') ELSE ${column} END`
}
