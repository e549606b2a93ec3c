import type { ParsedEvent } from '../domain/event.ts'
import type { RecentEvent, StoredHint } from './protocol.ts'

/** An event at the place in the log that it was given. */
export interface Appended {
  position: number
  event: ParsedEvent
  /** When it was received, where that was before its group was stored; ms since the epoch. */
  receivedAt?: number
}

/** What one commit added to the log: all of it beyond `after`, up to `upTo`. */
export interface StoredGroup {
  appended: readonly Appended[]
  after: number
  upTo: number
  /** When it was stored, ms since the epoch. */
  receivedAt: number
}

/**
 * The relay hears of new rows at once, and then at most this often, ms: under load it delivers and
 * settles fewer, larger batches, each of which costs two fsyncs.
 */
const interval = 50

/** Beyond this the relay reads from the file: what it is told waits in memory. */
const maxEvents = 2_000
const maxChars = 4 * 1024 * 1024

/**
 * Where another replica stores in between, what this one stored is of no use by itself: for so
 * long, ms, hints come without events.
 */
const apartMs = 5_000

/** Tells the relay what was stored. */
export interface Hints {
  committed(group: StoredGroup, generation: number): void
  /** Nothing that was told before holds any more. */
  reopened(generation: number): void
  close(): void
}

/**
 * A hint brings the new events along, parsed, so that a relay that keeps up need not read and parse
 * them again; one that does not reads the file. It is never more than a hint: the relay polls too.
 */
export function createHints(send: (hint: StoredHint) => void): Hints {
  let timer: NodeJS.Timeout | undefined
  let sentAt = Number.NEGATIVE_INFINITY
  let generation = 0
  let after = 0
  let upTo = 0
  let events: RecentEvent[] = []
  let chars = 0
  let apartUntil = Number.NEGATIVE_INFINITY

  function sendNow(): void {
    timer = undefined
    sentAt = performance.now()
    send({ kind: 'hint', generation, ...(upTo > after && { recent: { after, upTo, events } }) })
    startAt(upTo)
  }

  function startAt(position: number): void {
    after = position
    upTo = position
    events = []
    chars = 0
  }

  function add(group: StoredGroup): void {
    if (group.after !== upTo) {
      if (upTo > 0) apartUntil = performance.now() + apartMs
      startAt(group.after)
    }
    upTo = group.upTo
    if (performance.now() < apartUntil) return startAt(upTo)
    for (const { position, event, receivedAt = group.receivedAt } of group.appended) {
      const text = JSON.stringify(event)
      events.push([position, receivedAt, text])
      chars += text.length
    }
    if (events.length > maxEvents || chars > maxChars) startAt(upTo)
  }

  function reopened(now: number): void {
    clearTimeout(timer)
    generation = now
    startAt(0)
    sendNow()
  }

  return {
    committed(group, now) {
      if (now !== generation) reopened(now)
      if (group.upTo === group.after) return
      add(group)
      if (timer) return
      const wait = sentAt + interval - performance.now()
      if (wait <= 0) sendNow()
      else timer = setTimeout(sendNow, wait)
    },
    reopened,
    close: () => clearTimeout(timer),
  }
}
