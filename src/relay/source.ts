import type { Clock } from '../domain/clock.ts'
import { type Feed, nothingSettled, type Settlement, type StoredEvent } from '../domain/journal.ts'
import { type Batch, type FreshBatch, type ParkedBatch, parkBehind } from './batch.ts'
import type { FeedHealth } from './feed-health.ts'
import type { ParkedEntry, Parking } from './parking.ts'
import { pollMs, type Reader } from './reader.ts'
import { takeFresh } from './take-fresh.ts'

/** Where a sink's batches come from: the log and the parked, in turn, so that neither starves. */
export interface Source {
  /**
   * The next batch of at most `limit` events, if there is anything to deliver now. Never rejects.
   */
  next(limit: number): Promise<Batch | undefined>
  /** When there may be something to deliver, in the clock's ms; -Infinity: now. */
  readyAt(): number
}

export interface SourceOptions {
  feed: Pick<Feed, 'get'>
  reader: Reader
  parking: Parking
  wants: (type: string) => boolean
  /** Takes in what can be settled without a delivery. */
  settle: (settlement: Settlement) => void
  health: FeedHealth
  clock: Clock
}

export function createSource(options: SourceOptions): Source {
  const { feed, reader, parking, wants, settle, health, clock } = options
  let cursor = reader.position()
  let last: Batch['kind'] = 'parked'

  async function nextFresh(limit: number): Promise<FreshBatch | undefined> {
    if (reader.peek() === undefined) await reader.fill()
    const batch = takeFresh(reader, parking, wants, limit)
    const dueAt = clock.now()
    for (const { position, subject } of batch.behind) {
      parking.add({ position, subject, attempts: 0, dueAt })
    }
    const moved = batch.position > cursor
    cursor = batch.position
    if (batch.events.length > 0) return batch
    if (moved) {
      const park = batch.behind.map(parkBehind)
      settle({ ...nothingSettled, position: cursor, park })
    }
    return undefined
  }

  async function nextParked(limit: number): Promise<ParkedBatch | undefined> {
    const due = parking.takeDue(clock.now(), limit)
    if (due.length === 0) return undefined
    const entries = new Map(due.map(entry => [entry.position, entry]))
    let stored: StoredEvent[]
    try {
      stored = await feed.get([...entries.keys()].sort((a, b) => a - b))
    } catch (error) {
      health.failed('get', error)
      const dueAt = clock.now() + pollMs
      for (const entry of due) parking.putBack(entry, entry.attempts, dueAt)
      return undefined
    }
    health.succeeded('get')
    const events = stored.filter(event => wants(event.type))
    forget(due, events)
    return events.length > 0
      ? { kind: 'parked', events, entries, attempts: due[0]!.attempts }
      : undefined
  }

  /** Some may have been deleted meanwhile, or are no longer wanted: those count as done. */
  function forget(due: readonly ParkedEntry[], events: readonly StoredEvent[]): void {
    const there = new Set(events.map(event => event.position))
    const gone = due.filter(entry => !there.has(entry.position))
    if (gone.length === 0) return
    for (const entry of gone) parking.release(entry)
    settle({ ...nothingSettled, unpark: gone.map(each => each.position) })
  }

  return {
    async next(limit) {
      for (const take of last === 'fresh' ? [nextParked, nextFresh] : [nextFresh, nextParked]) {
        const batch = await take(limit)
        if (batch === undefined) continue
        last = batch.kind
        return batch
      }
      return undefined
    },
    readyAt: () => Math.min(reader.readyAt(), parking.nextDueAt() ?? Number.POSITIVE_INFINITY),
  }
}
