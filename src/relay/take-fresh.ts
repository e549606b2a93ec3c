import type { StoredEvent } from '../domain/journal.ts'
import type { Parking } from './parking.ts'
import type { Reader } from './reader.ts'

/** What the cursor passes in one step. */
export interface Fresh {
  /** To deliver; no two of one subject. */
  events: StoredEvent[]
  /** To park: an earlier event of their subject waits. */
  behind: StoredEvent[]
  /** The cursor's place once these are delivered or parked. */
  position: number
}

/**
 * Takes the next events from the log, at most `limit`, and steps over what the sink doesn't want.
 * Stops before a second event of a subject: its turn comes when the first one's fate is known.
 */
export function takeFresh(
  reader: Pick<Reader, 'peek' | 'skip' | 'position'>,
  parking: Pick<Parking, 'blocks'>,
  wants: (type: string) => boolean,
  limit: number,
): Fresh {
  const events: StoredEvent[] = []
  const behind: StoredEvent[] = []
  const subjects = new Set<string>()
  while (events.length < limit) {
    const event = reader.peek()
    if (event === undefined) break
    if (wants(event.type)) {
      if (subjects.has(event.subject)) break
      if (parking.blocks(event.subject)) {
        behind.push(event)
      } else {
        subjects.add(event.subject)
        events.push(event)
      }
    }
    reader.skip()
  }
  return { events, behind, position: reader.position() }
}
