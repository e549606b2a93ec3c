import type { Desk } from '../../domain/desk.ts'
import { Unstored } from '../../domain/journal.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { Mending } from '../../domain/mending.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Projector } from '../ledger/projector.ts'
import type { Query } from '../ledger/query.ts'
import type { LedgerSink } from '../ledger/sink-context.ts'
import { createPlacing } from './places.ts'
import { createPurge } from './purge.ts'
import { createReparse } from './reparse.ts'
import { createReplaying } from './replays.ts'

/** What is done has to be exact: so long, ms, the index of look-ups is waited for. */
const patienceMs = 30_000

/**
 * What an operator can change. It looks up in the ledger's own thread, and writes through the
 * journal's. Every call that needs the index throws an `Unstored` where that is too far behind.
 */
export function createMending(options: {
  ledger: Ledger
  query: Query
  projector: Projector
  desk: Desk
  /** Those that are configured. */
  sinks: readonly LedgerSink[]
  reading: Reading
  /** ms since the epoch. */
  now?: () => number
}): Mending {
  const { projector } = options
  const parts = { ...options, now: options.now ?? Date.now }
  const { planReplay, startReplays, cancelReplay } = createReplaying(parts)
  const { addSink, pauseSink, resumeSink, rewindSink, skipSink } = createPlacing(parts)
  const purge = createPurge(parts)

  function whenIndexed<Args extends unknown[], Result>(
    act: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      if (await projector.catchUp(patienceMs)) return act(...args)
      const { failure } = projector
      const why = failure instanceof Error ? failure.message : 'it is still being built'
      throw new Unstored('timeout', `the index of look-ups is behind: ${why}`)
    }
  }

  return {
    planReplay: whenIndexed(planReplay),
    startReplays: whenIndexed(startReplays),
    cancelReplay,
    addSink: whenIndexed(addSink),
    pauseSink,
    resumeSink,
    rewindSink: whenIndexed(rewindSink),
    skipSink: whenIndexed(skipSink),
    reparse: createReparse(parts),
    purge: whenIndexed(purge),
  }
}
