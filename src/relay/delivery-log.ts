import { channel } from 'node:diagnostics_channel'
import { eventFacts } from '../domain/event.ts'
import type { Log } from '../domain/log.ts'
import type { Judgement } from './judge.ts'

/** What is published on `reelay:delivery`, for metrics: once an attempt. */
export interface DeliveryMessage {
  sink: string
  /** How long the attempt took. */
  ms: number
  /** How many of its events were delivered, are to be tried again, were given up. */
  done: number
  retry: number
  dead: number
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
          ? eventFacts(delivered[0]!.event)
          : { count: delivered.length, ids: delivered.map(({ event }) => event.id) }
      log.info({ event: 'delivery.done', sink, ...which, attempt, ms, answer }, 'delivered')
    }
    for (const { event, cause, retryInMs } of retry) {
      const facts = { ...eventFacts(event.event), attempt, cause, retryInMs, ms }
      log.warn({ event: 'delivery.retry', sink, ...facts }, 'not delivered, to be tried again')
    }
    for (const { event, cause } of dead) {
      const facts = { ...eventFacts(event.event), attempt, cause, ms }
      log.error({ event: 'delivery.dead', sink, ...facts }, 'not delivered, given up')
    }
    const counts = { done: delivered.length, retry: retry.length, dead: dead.length }
    deliveries.publish({ sink, ms, ...counts } satisfies DeliveryMessage)
  }
}
