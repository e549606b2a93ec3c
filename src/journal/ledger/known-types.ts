import { wantsType } from '../../domain/type-filter.ts'
import type { Query } from './query.ts'

/**
 * The types of what is stored, out of the index, one look-up for each.
 * @throws Unstored
 */
export async function knownTypes(query: Query): Promise<string[]> {
  const rows = await query.rows<{ type: string }>(
    `WITH RECURSIVE known (type) AS (
       SELECT min(type) FROM entry
       UNION ALL
       SELECT (SELECT min(e.type) FROM entry AS e WHERE e.type > known.type)
       FROM known WHERE known.type IS NOT NULL
     ) SELECT type FROM known WHERE type IS NOT NULL`,
  )
  return rows.map(({ type }) => type)
}

/**
 * Of the types that are stored, those that all of the filters take; undefined where that is all of
 * them.
 */
export async function typesWanted(
  query: Query,
  filters: readonly (readonly string[] | undefined)[],
): Promise<string[] | undefined> {
  const given = filters.filter(filter => filter !== undefined)
  if (given.length === 0) return undefined
  const known = await knownTypes(query)
  const wanted = known.filter(type => given.every(filter => wantsType(filter, type)))
  return wanted.length === known.length ? undefined : wanted
}
