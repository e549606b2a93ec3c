import { type ParsedEvent, toCloudEvent } from '../domain/event.ts'
import type { StoredEvent } from '../domain/journal.ts'
import type { RecentEvent } from './protocol.ts'

/** The newest stretch of the log, in memory, without gaps. */
export interface Tail {
  /** Adds what follows; what does not join on makes a new beginning. */
  extend(recent: { after: number; upTo: number; events: readonly RecentEvent[] }): void
  /** Something was stored that it has not been given: its end is not the log's. */
  doubt(): void
  /** Something of it was erased. */
  forget(): void
  /** As `Feed.read`; undefined where the journal has to be asked. */
  read(after: number, limit: number): { events: StoredEvent[]; upTo: number } | undefined
}

/** A hint is never a guarantee: once none has come for this long, ms, the journal is looked at. */
const trustMs = 400

/** As much is kept for sinks that are a little behind. */
const maxEvents = 4_000
const maxChars = 16 * 1024 * 1024

export function createTail(now: () => number = () => performance.now()): Tail {
  let from = 0
  let upTo = 0
  let extendedAt = 0
  let events: RecentEvent[] = []
  let chars = 0

  function forgetOldest(): void {
    let surplus = Math.max(0, events.length - maxEvents)
    for (const [, , text] of events.slice(0, surplus)) chars -= text.length
    while (chars > maxChars) chars -= events[surplus++]![2].length
    if (surplus > 0) from = events.splice(0, surplus).at(-1)![0]
  }

  return {
    extend(recent) {
      if (recent.after !== upTo) {
        from = recent.after
        events = []
        chars = 0
      }
      upTo = recent.upTo
      extendedAt = now()
      events.push(...recent.events)
      for (const [, , text] of recent.events) chars += text.length
      forgetOldest()
    },
    doubt() {
      extendedAt = Number.NEGATIVE_INFINITY
    },
    forget() {
      from = upTo
      events = []
      chars = 0
    },
    read(after, limit) {
      if (after < from || after > upTo) return undefined
      if (after === upTo && now() - extendedAt > trustMs) return undefined
      const first = firstBeyond(events, after)
      const found = events.slice(first, first + limit).map(toStored)
      const all = first + found.length === events.length
      return { events: found, upTo: all ? upTo : found.at(-1)!.position }
    },
  }
}

/** Parsed for each reader: what a sink does to its event is no other sink's matter. */
function toStored([position, receivedAt, text]: RecentEvent): StoredEvent {
  const parsed: ParsedEvent = JSON.parse(text)
  const { subject, type } = parsed
  return { position, subject, type, event: toCloudEvent(parsed, receivedAt) }
}

function firstBeyond(events: readonly RecentEvent[], after: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (events[middle]![0] > after) high = middle
    else low = middle + 1
  }
  return low
}
