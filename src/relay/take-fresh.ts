import type { FreshBatch } from './batch.ts'
import type { Parking } from './parking.ts'
import type { Reader } from './reader.ts'

/**
 * Takes the next events from the log, at most `limit`, and steps over what the sink doesn't want.
 * Stops before a second event of a subject: its turn comes when the first one's fate is known. The
 * batch may be empty although the cursor moved.
 */
export function takeFresh(
  reader: Pick<Reader, 'peek' | 'skip' | 'position'>,
  parking: Pick<Parking, 'blocks'>,
  wants: (type: string) => boolean,
  limit: number,
): FreshBatch {
  const events: FreshBatch['events'] = []
  const behind: FreshBatch['behind'] = []
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
  return { kind: 'fresh', events, behind, position: reader.position() }
}
