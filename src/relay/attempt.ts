import type { Clock } from '../domain/clock.ts'
import type { CloudEvent } from '../domain/event.ts'
import type { Log } from '../domain/log.ts'
import type { Sink } from '../domain/sink.ts'
import { readReport, readThrown, type Verdict } from './verdict.ts'

/** How one attempt ended. `interrupted`: the service stops; it counts for nothing. */
export type Attempted = ({ kind: 'ended'; ms: number } & Verdict) | { kind: 'interrupted' }

export interface AttemptOptions {
  sink: Sink
  batch: readonly CloudEvent[]
  /** 1 for the first. */
  attempt: number
  /** After so many ms the sink is told to stop, and the attempt has failed whatever it says then. */
  timeoutMs: number
  /** How long a sink that was told to stop may take before it is abandoned, ms. */
  graceMs: number
  /** Aborted when the service can't wait any longer. */
  interrupt: AbortSignal
  log: Log
  clock: Clock
}

/** Offers a batch to a sink once. Never rejects, and always ends, whatever the sink does. */
export function attemptDelivery(options: AttemptOptions): Promise<Attempted> {
  const { batch, timeoutMs, graceMs, interrupt, clock } = options
  if (interrupt.aborted) return Promise.resolve({ kind: 'interrupted' })
  const ids = batch.map(event => event.id)
  const controller = new AbortController()
  const startedAt = clock.now()

  return new Promise(resolve => {
    let givenUp: 'timeout' | 'stop' | undefined
    const timedOut = new DOMException(`timed out after ${timeoutMs} ms`, 'TimeoutError')
    let cancel = clock.after(timeoutMs, () => giveUp('timeout', timedOut))
    interrupt.addEventListener('abort', stop)
    deliver(options, controller.signal).then(
      report => end(() => readReport(report, ids)),
      error => (givenUp === 'stop' ? finish({ kind: 'interrupted' }) : end(() => fail(error))),
    )

    function stop() {
      giveUp('stop', new DOMException('the service stops', 'AbortError'))
    }

    function giveUp(why: 'timeout' | 'stop', reason: DOMException) {
      if (givenUp) return
      givenUp = why
      cancel()
      cancel = clock.after(graceMs, () =>
        why === 'stop' ? finish({ kind: 'interrupted' }) : end(() => fail(timedOut)),
      )
      controller.abort(reason)
    }

    function end(read: () => Verdict) {
      const verdict = givenUp === 'timeout' ? fail(timedOut) : attemptTo(read)
      const ms = Math.round(clock.now() - startedAt)
      finish({ kind: 'ended', ms, ...verdict })
    }

    function attemptTo(read: () => Verdict): Verdict {
      try {
        return read()
      } catch (error) {
        return fail(error)
      }
    }

    function fail(error: unknown): Verdict {
      const verdict = readThrown(error, ids)
      return error === timedOut ? { ...verdict, answer: 'timeout' } : verdict
    }

    function finish(attempted: Attempted) {
      cancel()
      interrupt.removeEventListener('abort', stop)
      resolve(attempted)
    }
  })
}

/** `async`, so that a sink that throws at once rejects like any other. */
async function deliver({ sink, batch, log, attempt }: AttemptOptions, signal: AbortSignal) {
  return sink.deliver(batch, { signal, log, attempt })
}
