import type { SettledBatch, Settlement, StoredEvent } from '../domain/journal.ts'
import type { Judgement } from './judge.ts'
import type { ParkedEntry } from './parking.ts'

/** What a sink is offered at once, and where it came from. No two events of one subject. */
export type Batch = FreshBatch | ParkedBatch

/** From the log, at the cursor. */
export interface FreshBatch {
  kind: 'fresh'
  /** In order of position. */
  events: StoredEvent[]
  /** Passed on the way: an earlier event of their subject waits. */
  behind: StoredEvent[]
  /** The cursor's place once all these are delivered or parked. */
  position: number
}

/** From among the parked, which all have as many attempts behind them. */
export interface ParkedBatch {
  kind: 'parked'
  events: StoredEvent[]
  /** By position. */
  entries: ReadonlyMap<number, ParkedEntry>
  attempts: number
}

/** The attempt that offering this batch is: 1 for the first. */
export function attemptOf(batch: Batch): number {
  return batch.kind === 'fresh' ? 1 : batch.attempts + 1
}

/**
 * What to write of an attempt. `attempts`: those of its events that are to be tried again; where
 * that is not this attempt it was cut short, and none of them counts as failed.
 */
export function settlementOf(
  batch: Batch,
  judgement: Judgement,
  { attempts, ms, answer }: { attempts: number; ms: number; answer: string },
): Settlement {
  const { delivered, retry, dead } = judgement
  const failedAgain = retry.map(({ event: { position, subject }, cause, retryInMs }) => {
    return { position, subject, attempts, cause, retryInMs }
  })
  const died = dead.map(({ event: { position, subject }, cause }) => {
    return { position, subject, attempts, cause }
  })
  const attempt = attemptOf(batch)
  const rest = {
    dead: died,
    failures:
      attempts < attempt
        ? []
        : [...retry, ...dead].map(({ event: { position }, cause }) => {
            return { position, attempt, cause }
          }),
    delivered: delivered.map(({ position }) => position),
  }
  if (batch.kind === 'fresh') {
    const settled: SettledBatch = {
      first: batch.events[0]!.position,
      last: batch.events.at(-1)!.position,
      delivered: delivered.length,
      failed: batch.events.length - delivered.length,
      ms,
      answer,
    }
    const park = [...failedAgain, ...batch.behind.map(parkBehind)]
    return { position: batch.position, batches: [settled], park, unpark: [], ...rest }
  }
  // The parked lie scattered over the log: a row for each, since a range would claim what is
  // between.
  const got = new Set(delivered.map(({ position }) => position))
  const batches = batch.events.map(({ position }): SettledBatch => {
    const one = got.has(position) ? { delivered: 1, failed: 0 } : { delivered: 0, failed: 1 }
    return { first: position, last: position, ...one, ms, answer }
  })
  return { batches, park: failedAgain, unpark: [...got], ...rest }
}

/** How an event is parked that has to wait for an earlier one of its subject. */
export function parkBehind({ position, subject }: StoredEvent): Settlement['park'][number] {
  const cause = 'waits behind an earlier event of its subject'
  return { position, subject, attempts: 0, cause, retryInMs: 0 }
}
