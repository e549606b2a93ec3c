import type { StoredEvent } from '../../domain/journal.ts'

/**
 * The same event, marked as sent again: its id stays, `reelayreplay` tells of which replay it is.
 */
export function markReplay(stored: StoredEvent, replay: string): StoredEvent {
  const { data, ...attributes } = stored.event
  return { ...stored, event: { ...attributes, reelayreplay: replay, data } }
}
