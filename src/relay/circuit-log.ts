import { channel } from 'node:diagnostics_channel'
import type { Log } from '../domain/log.ts'
import type { Circuit } from './circuit.ts'
import type { Judgement } from './judge.ts'

/** What is published on `reelay:circuit`. */
export interface CircuitMessage {
  sink: string
  open: boolean
}

const circuits = channel('reelay:circuit')

/**
 * Says when a sink's circuit opens and when it closes: one line each, and a message unless it is a
 * replay's, which has a circuit of its own.
 */
export function createCircuitLog(sink: string, log: Log, replay?: string) {
  let openedAt = 0
  return (
    change: ReturnType<Circuit['record']>,
    { judgement, circuit, now }: { judgement: Judgement; circuit: Circuit; now: number },
  ): void => {
    if (change === undefined) return
    if (replay === undefined) {
      circuits.publish({ sink, open: change === 'opened' } satisfies CircuitMessage)
    }
    if (change === 'opened') {
      openedAt = now
      const { cause } = [...judgement.retry, ...judgement.dead][0]!
      const probeInMs = Math.round(circuit.notBefore() - now)
      const facts = { failures: circuit.failures(), cause, probeInMs }
      log.error({ event: 'sink.open', sink, ...facts }, 'the sink fails: only probes from now on')
    }
    if (change === 'closed') {
      const openMs = Math.round(now - openedAt)
      log.info({ event: 'sink.closed', sink, openMs }, 'the sink takes events again')
    }
  }
}
