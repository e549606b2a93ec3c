import type { Log } from '../domain/log.ts'
import { causeOf } from './cause.ts'

type Operation = 'open' | 'read' | 'get' | 'settle' | 'replays'

/** Tells the log when the journal fails a sink's feed, and when it is well again: once each. */
export interface FeedHealth {
  failed(operation: Operation, error: unknown): void
  succeeded(operation: Operation): void
}

export function createFeedHealth(sink: string, log: Log): FeedHealth {
  const failing = new Set<Operation>()
  return {
    failed(operation, error) {
      if (failing.has(operation)) return
      failing.add(operation)
      const cause = causeOf(error)
      log.error({ event: 'journal.failed', sink, operation, cause }, 'the journal failed a sink')
    },
    succeeded(operation) {
      if (!failing.delete(operation)) return
      log.info({ event: 'journal.recovered', sink, operation }, 'the journal serves the sink again')
    },
  }
}
