import type { Clock } from '../domain/clock.ts'
import type { CloudEvent } from '../domain/event.ts'
import type { Log } from '../domain/log.ts'
import type { Sink } from '../domain/sink.ts'

export interface Offer {
  sink: Sink
  batch: readonly CloudEvent[]
  /** 1 for the first. */
  attempt: number
  /** After so many ms the sink is told to stop. */
  timeoutMs: number
  /** How long a sink that was told to stop may take before it is abandoned, ms. */
  graceMs: number
  /** Aborted when the service can't wait any longer: the sink is told to stop. */
  interrupt: AbortSignal
  log: Log
  clock: Clock
}

/** What came of `deliver`. A sink that was abandoned counts as one that threw. */
export type Ending = ({ report: unknown } | { thrown: unknown }) & {
  /** Why it was told to stop, if it was. */
  told: 'timeout' | 'stop' | undefined
}

/**
 * Calls a sink's `deliver` once. Never rejects, and always ends: a sink that ignores its signal is
 * abandoned, and what it says later is not heard.
 */
export function offerBatch(offer: Offer): Promise<Ending> {
  const { timeoutMs, graceMs, interrupt, clock } = offer
  const controller = new AbortController()
  return new Promise(resolve => {
    let told: Ending['told']
    let cancel = clock.after(timeoutMs, () => {
      tell('timeout', new DOMException(`timed out after ${timeoutMs} ms`, 'TimeoutError'))
    })
    interrupt.addEventListener('abort', stop)
    deliver(offer, controller.signal).then(
      report => end({ report }),
      thrown => end({ thrown }),
    )

    function stop() {
      tell('stop', new DOMException('the service stops', 'AbortError'))
    }

    function tell(why: 'timeout' | 'stop', reason: DOMException) {
      if (told) return
      told = why
      cancel()
      cancel = clock.after(graceMs, () => end({ thrown: reason }))
      controller.abort(reason)
    }

    function end(ending: { report: unknown } | { thrown: unknown }) {
      cancel()
      interrupt.removeEventListener('abort', stop)
      resolve({ ...ending, told })
    }
  })
}

/** `async`, so that a sink that throws at once rejects like any other. */
async function deliver({ sink, batch, log, attempt }: Offer, signal: AbortSignal) {
  return sink.deliver(batch, { signal, log, attempt })
}
