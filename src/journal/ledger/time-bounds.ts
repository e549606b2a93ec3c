import type { Query } from './query.ts'

/** Positions between which everything is that was stored in a time. */
export interface TimeBounds {
  above: number
  below: number
}

/**
 * Where in the log a time lies. Positions and instants grow together but for what was stored late,
 * as by a spool: the bounds may hold more than the time, never less.
 */
export async function timeBounds(
  query: Query,
  { since, until }: { since?: number; until?: number },
): Promise<TimeBounds> {
  const above = since === undefined ? 0 : await lastBelow(query, since)
  if (until === undefined) return { above, below: Number.MAX_SAFE_INTEGER }
  const late = await query.row<{ position: number }>(
    `SELECT position FROM entry WHERE received_at < high AND received_at < $1
     ORDER BY position DESC LIMIT 1`,
    [until],
  )
  const last = Math.max(await lastBelow(query, until), late?.position ?? 0)
  return { above, below: last + 1 }
}

/**
 * The last position up to which everything was received before an instant: a binary search, by
 * position.
 */
async function lastBelow(query: Query, instant: number): Promise<number> {
  const at = (position: number) =>
    query.row<{ position: number; high: number }>(
      'SELECT position, high FROM entry WHERE position >= $1 ORDER BY position LIMIT 1',
      [position],
    )
  const ends = await query.row<{ first: number | null; last: number | null }>(
    `SELECT (SELECT min(position) FROM entry) AS first,
       (SELECT max(position) FROM entry) AS last`,
  )
  let low = (ends?.first ?? 1) - 1
  let high = ends?.last ?? 0
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2)
    const row = await at(middle)
    if (row !== undefined && row.high < instant) low = row.position
    else high = middle - 1
  }
  return low
}
