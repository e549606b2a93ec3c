import { channel } from 'node:diagnostics_channel'
import type { Log } from '../domain/log.ts'
import { eventFacts } from './event-facts.ts'
import type { Judgement } from './judge.ts'

/** What is published on `reelay:delivery`, for metrics: once an attempt for each outcome in it. */
export interface DeliveryMessage {
  sink: string
  outcome: 'done' | 'retry' | 'dead'
  /** How long the attempt took. */
  ms: number
  /** How many events had this outcome. */
  count: number
}

const deliveries = channel('reelay:delivery')

/** Says what became of each attempt's events: log lines for people, messages for metrics. */
export function createDeliveryLog(sink: string, log: Log) {
  return (
    { delivered, retry, dead }: Judgement,
    { attempt, ms, answer }: { attempt: number; ms: number; answer: string },
  ): void => {
    if (delivered.length > 0) {
      const which =
        delivered.length === 1
          ? eventFacts(delivered[0]!)
          : { count: delivered.length, ids: delivered.map(({ event }) => event.id) }
      log.info({ event: 'delivery.done', sink, ...which, attempt, ms, answer }, 'delivered')
    }
    for (const { event, cause, retryInMs } of retry) {
      const facts = { ...eventFacts(event), attempt, cause, retryInMs, ms }
      log.warn({ event: 'delivery.retry', sink, ...facts }, 'not delivered, to be tried again')
    }
    for (const { event, cause } of dead) {
      const facts = { ...eventFacts(event), attempt, cause, ms }
      log.error({ event: 'delivery.dead', sink, ...facts }, 'not delivered, given up')
    }
    publish(sink, 'done', ms, delivered.length)
    publish(sink, 'retry', ms, retry.length)
    publish(sink, 'dead', ms, dead.length)
  }
}

function publish(sink: string, outcome: DeliveryMessage['outcome'], ms: number, count: number) {
  if (count === 0 || !deliveries.hasSubscribers) return
  deliveries.publish({ sink, outcome, ms, count } satisfies DeliveryMessage)
}
