import type { Clock } from '../domain/clock.ts'
import type { Feed, StoredEvent } from '../domain/journal.ts'
import type { FeedHealth } from './feed-health.ts'

/** Polling is the floor: a hint that something was stored only makes it come sooner. */
export const pollMs = 500

/** The log beyond the cursor, read ahead of need. */
export interface Reader {
  /** The next event, left where it is. */
  peek(): StoredEvent | undefined
  /** Steps over the event that `peek` showed. */
  skip(): void
  /** Everything up to here was stepped over. */
  position(): number
  /** Reads on unless enough is there or nothing new can be. Never rejects. */
  fill(): Promise<void>
  /** When there may be something to take, in the clock's ms; -Infinity: now. */
  readyAt(): number
  /** Something was stored: read even before the poll. */
  hint(): void
  /** Forgets what was read ahead: it may have been erased. */
  reread(): void
}

export interface ReaderOptions {
  feed: Pick<Feed, 'read'>
  /** The cursor's place. */
  after: number
  /** How many events to ask for at a time. */
  limit: number
  health: FeedHealth
  clock: Clock
}

export function createReader({ feed, after, limit, health, clock }: ReaderOptions): Reader {
  let events: StoredEvent[] = []
  let next = 0
  let passed = after
  let upTo = after
  let hints = 0
  let pollAt = Number.NEGATIVE_INFINITY
  let failedUntil = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  let rereads = 0

  const position = (): number => (next < events.length ? passed : upTo)

  async function read() {
    const hintsBefore = hints
    const rereadsBefore = rereads
    try {
      const read = await feed.read(upTo, limit)
      health.succeeded('read')
      if (rereads !== rereadsBefore) return
      const nothing = read.upTo <= upTo && read.events.length === 0
      // A hint that came meanwhile may be for what this read was too early to see.
      if (nothing && hints === hintsBefore) pollAt = clock.now() + pollMs
      if (next >= events.length) passed = upTo
      events = events.slice(next).concat(read.events)
      next = 0
      upTo = Math.max(upTo, read.upTo, read.events.at(-1)?.position ?? upTo)
    } catch (error) {
      health.failed('read', error)
      failedUntil = clock.now() + pollMs
    } finally {
      reading = undefined
    }
  }

  return {
    peek: () => events[next],
    skip() {
      passed = events[next]!.position
      next++
    },
    position,
    async fill() {
      const now = clock.now()
      const enough = events.length - next >= limit
      if (!enough && now >= pollAt && now >= failedUntil) reading ??= read()
      return reading
    },
    readyAt: () =>
      next < events.length ? Number.NEGATIVE_INFINITY : Math.max(pollAt, failedUntil),
    hint() {
      hints++
      pollAt = Number.NEGATIVE_INFINITY
    },
    reread() {
      rereads++
      upTo = position()
      passed = upTo
      events = []
      next = 0
      pollAt = Number.NEGATIVE_INFINITY
    },
  }
}
