import type { Reading } from '../../domain/reading.ts'
import { forgetEntries } from './index-forget.ts'
import type { IndexQuery } from './query.ts'

/** Entries that one step looks at, and drops, at the most. */
const lookRows = 2_000
const dropRows = 500

/**
 * Looks at some entries beyond a position and drops those whose payload is gone: by retention, on
 * request, or by another way. Resolves to where the next step begins; undefined at the end of the
 * index.
 * @throws Unstored
 */
export async function sweepStep(
  query: IndexQuery,
  reading: Reading,
  after: number,
): Promise<number | undefined> {
  const looked = await query.row<{ upTo: number | null; count: number }>(
    `SELECT max(position) AS "upTo", count(*) AS count
     FROM (SELECT position FROM entry WHERE position > $1 ORDER BY position LIMIT ${lookRows}) AS e`,
    [after],
  )
  const { upTo, count } = looked!
  if (upTo === null) return undefined
  const gone = await query.rows<{ position: number }>(
    `SELECT position FROM entry AS e WHERE position > $1 AND position <= $2
       AND NOT EXISTS (SELECT 1 FROM callback AS c WHERE c.position = e.position)
     ORDER BY position LIMIT ${dropRows}`,
    [after, upTo],
  )
  const positions = gone.map(({ position }) => position)
  if (positions.length > 0) await forgetEntries(query, reading, positions)
  if (positions.length === dropRows) return positions.at(-1)
  return count < lookRows ? undefined : upTo
}
