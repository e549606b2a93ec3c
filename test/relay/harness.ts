import type { CloudEvent } from '../../src/domain/event.ts'
import type { DeliveryContext, DeliveryReport, Sink } from '../../src/domain/sink.ts'
import { createDrain, type DrainOptions } from '../../src/relay/drain.ts'
import { createManualClock } from './manual-clock.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-feed.ts'
import { createRecordingLog } from './recording-log.ts'

export type Deliver = (batch: readonly CloudEvent[], context: DeliveryContext) => unknown

/** A position in the log, from an event's id. */
export const positionOf = (event: { id: string }) => Number(event.id.split('-')[1])

/** Reports events as failed, by position. */
export function failing(
  batch: readonly CloudEvent[],
  positions: number[],
  more: { final?: boolean; retryAfterMs?: number } = {},
): DeliveryReport {
  const failed = batch
    .filter(event => positions.includes(positionOf(event)))
    .map(({ id }) => ({ id, cause: 'no', ...more }))
  return { failed, answer: failed.length > 0 ? 'no' : 'yes' }
}

/** A drain with all that it needs, its time standing still. */
export function createHarness(
  options: Partial<DrainOptions> & {
    journal?: MemoryJournal
    clock?: ReturnType<typeof createManualClock>
  } = {},
) {
  const { journal: given, clock = createManualClock(), ...rest } = options
  const journal = given ?? createMemoryJournal(clock)
  const feed = journal.connect('test')
  const log = createRecordingLog()
  const offers: number[][] = []
  const attempts: number[] = []
  const state = { deliver: (() => {}) as Deliver, closed: 0, running: 0, overlapped: false }
  const sink: Sink = {
    async deliver(batch, context) {
      offers.push(batch.map(positionOf))
      attempts.push(context.attempt)
      if (state.running++ > 0) state.overlapped = true
      try {
        return (await state.deliver(batch, context)) as DeliveryReport
      } finally {
        state.running--
      }
    },
    close: () => void state.closed++,
  }
  const drain = createDrain({
    name: 'test',
    feed,
    sink,
    from: 'beginning',
    batchSize: 10,
    timeoutMs: 30_000,
    log,
    clock,
    random: () => 0,
    ...rest,
  })
  return { drain, feed, journal, clock, log, offers, attempts, state }
}

/** Stops a drain although time stands still. */
export async function stop({
  drain,
  clock,
}: Pick<ReturnType<typeof createHarness>, 'drain' | 'clock'>) {
  let stopped = false
  const stopping = drain.stop().then(() => {
    stopped = true
  })
  await clock.quiet()
  while (!stopped && (await clock.next())) {}
  await stopping
}
