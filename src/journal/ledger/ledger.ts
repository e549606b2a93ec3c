import type { Ledger } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { createDeadLetters } from './dead-letters.ts'
import { createEventLookUp } from './event-look-up.ts'
import { createEventList } from './events.ts'
import type { Projector } from './projector.ts'
import { createQuarantine } from './quarantine.ts'
import type { Query } from './query.ts'
import { createRecordingLookUp } from './recording-history.ts'
import { createRecordingList } from './recordings.ts'
import { createReplayList } from './replays.ts'
import type { LedgerSink } from './sink-context.ts'
import { createSinkList } from './sinks.ts'
import { createStoreLookUp } from './store.ts'

/** So long, ms, a look waits for the index to know what was stored before it. */
const patienceMs = 500

/** Looks up what is in a journal, of either engine. */
export function createLedger(options: {
  query: Query
  projector: Pick<Projector, 'reach'>
  /** Those that are configured. */
  sinks: readonly LedgerSink[]
  reading: Reading
}): Ledger {
  const { query, projector, sinks } = options

  /** What was answered 204 a moment ago is to be found. */
  function fresh<Args extends unknown[], Result>(
    look: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      await projector.reach(patienceMs)
      return look(...args)
    }
  }

  const { quarantine, quarantineCauses } = createQuarantine(query)
  return {
    recordings: fresh(createRecordingList(options)),
    recording: fresh(createRecordingLookUp(options)),
    events: fresh(createEventList(options)),
    event: createEventLookUp(options),
    quarantine: fresh(quarantine),
    quarantineCauses,
    ...createDeadLetters(query),
    sinks: fresh(createSinkList(query, sinks)),
    ...createReplayList(query),
    store: fresh(createStoreLookUp(query)),
  }
}
