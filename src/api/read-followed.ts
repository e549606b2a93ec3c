import type { EventFilter } from '../domain/ledger.ts'
import { readEventFilter } from './read-query.ts'

/**
 * What is followed, by a URL whose query is known to be right, and behind which position;
 * undefined: behind what is stored now. `lastEventId`: as the client had it from the stream before.
 */
export function readFollowed(
  url: string,
  lastEventId?: string,
): { filter: EventFilter; after?: number } {
  const { searchParams } = new URL(url, 'http://localhost')
  const filter = readEventFilter(Object.fromEntries(searchParams))
  const position = Number(lastEventId)
  const isPosition = lastEventId !== undefined && Number.isSafeInteger(position) && position >= 0
  return { filter, ...(isPosition && { after: position }) }
}
