import { type ParsedEvent, toCloudEvent } from '../../domain/event.ts'
import type { StoredEvent } from '../../domain/journal.ts'
import type { RecentEvent } from './protocol.ts'

/** The newest stretch of the log, in memory, without gaps. */
export interface Tail {
  /** Adds what follows; what does not join on makes a new beginning. */
  extend(recent: { after: number; upTo: number; events: readonly RecentEvent[] }): void
  /** As `Feed.read`; undefined where the file has to be asked. */
  read(after: number, limit: number): { events: StoredEvent[]; upTo: number } | undefined
}

/** A hint is never a guarantee: once none has come for this long, ms, the file is looked at. */
const trustMs = 400

/** As many are kept for sinks that are a little behind. */
const maxEvents = 4_000

export function createTail(now: () => number = () => performance.now()): Tail {
  let from = 0
  let upTo = 0
  let extendedAt = 0
  let events: (RecentEvent | StoredEvent)[] = []

  /** Parsed when the first sink asks, once for all. */
  function stored(at: number): StoredEvent {
    const entry = events[at]!
    if (!Array.isArray(entry)) return entry
    const [position, receivedAt, text] = entry
    const parsed: ParsedEvent = JSON.parse(text)
    const { subject, type } = parsed
    const event = { position, subject, type, event: toCloudEvent(parsed, receivedAt) }
    events[at] = event
    return event
  }

  return {
    extend(recent) {
      if (recent.after !== upTo) {
        from = recent.after
        events = []
      }
      upTo = recent.upTo
      extendedAt = now()
      events.push(...recent.events)
      const surplus = events.length - maxEvents
      if (surplus <= 0) return
      const last = events.splice(0, surplus).at(-1)!
      from = Array.isArray(last) ? last[0] : last.position
    },
    read(after, limit) {
      if (after < from || after > upTo) return undefined
      if (after === upTo && now() - extendedAt > trustMs) return undefined
      const first = firstBeyond(events, after)
      const count = Math.min(limit, events.length - first)
      const found = Array.from({ length: count }, (_, at) => stored(first + at))
      const all = first + count === events.length
      return { events: found, upTo: all ? upTo : found.at(-1)!.position }
    },
  }
}

function firstBeyond(events: readonly (RecentEvent | StoredEvent)[], after: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = events[middle]!
    if ((Array.isArray(entry) ? entry[0] : entry.position) > after) high = middle
    else low = middle + 1
  }
  return low
}
