import { BadCursor, type Page, type PageRequest } from '../domain/ledger.ts'
import type { Refusal } from '../domain/live.ts'

/**
 * One page of what is in memory. A cursor is where the page before ended: an instant and a
 * reference.
 */
export function readRefusals(
  refusals: readonly Refusal[],
  { limit, cursor }: PageRequest,
): Page<Refusal> {
  const first = cursor === undefined ? 0 : behind(refusals, cursor)
  const items = refusals.slice(first, first + limit)
  const last = items.at(-1)
  const more = last !== undefined && first + limit < refusals.length
  return { items, ...(more && { next: `${last.at}~${last.reference}` }) }
}

/** Where it is gone, what is older than it follows. */
function behind(refusals: readonly Refusal[], cursor: string): number {
  const [at = '', reference] = cursor.split('~')
  if (Number.isNaN(Date.parse(at)) || reference === undefined) {
    throw new BadCursor('the cursor is none that a page has given as `next`')
  }
  const same = refusals.findIndex(each => each.at === at && each.reference === reference)
  if (same >= 0) return same + 1
  const older = refusals.findIndex(each => each.at < at)
  return older < 0 ? refusals.length : older
}
