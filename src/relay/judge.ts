import type { StoredEvent } from '../domain/journal.ts'
import type { AttemptOutcome } from './circuit.ts'
import { nextDelay, type RetryPolicy } from './next-delay.ts'
import type { Said } from './read-report.ts'

/** What becomes of a batch after an attempt. */
export interface Judgement {
  /** What the attempt says of the sink as a whole. */
  outcome: AttemptOutcome
  delivered: StoredEvent[]
  retry: { event: StoredEvent; cause: string; retryInMs: number }[]
  dead: { event: StoredEvent; cause: string }[]
  /** The longest Retry-After of the batch, ms; 0 if there was none. */
  retryAfterMs: number
}

/** Turns what the sink said into what to do. `attempt` is the one just made, 1 for the first. */
export function judge(
  events: readonly StoredEvent[],
  attempt: number,
  failed: Said['failed'],
  policy: RetryPolicy,
  random: () => number,
): Judgement {
  const delivered: Judgement['delivered'] = []
  const retry: Judgement['retry'] = []
  const dead: Judgement['dead'] = []
  let sinkFailed = false
  let retryAfterMs = 0
  for (const event of events) {
    const failure = failed.get(event.event.id)
    if (failure === undefined) {
      delivered.push(event)
      continue
    }
    const { cause } = failure
    if (failure.final) {
      dead.push({ event, cause })
      continue
    }
    sinkFailed = true
    retryAfterMs = Math.max(retryAfterMs, failure.retryAfterMs ?? 0)
    const retryInMs = nextDelay(policy, attempt, random, failure.retryAfterMs)
    if (retryInMs === undefined) dead.push({ event, cause })
    else retry.push({ event, cause, retryInMs })
  }
  const outcome = delivered.length > 0 ? 'delivered' : sinkFailed ? 'failed' : 'refused'
  return { outcome, delivered, retry, dead, retryAfterMs }
}

/** What becomes of a batch that the service's stop cut short: the rest counts as not attempted. */
export function judgeStopped(events: readonly StoredEvent[], failed: Said['failed']): Judgement {
  const rest = events.filter(({ event }) => failed.has(event.id))
  return {
    outcome: 'delivered',
    delivered: events.filter(({ event }) => !failed.has(event.id)),
    retry: rest.map(event => ({ event, cause: 'the service stopped', retryInMs: 0 })),
    dead: [],
    retryAfterMs: 0,
  }
}
