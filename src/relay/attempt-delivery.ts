import { type Ending, type Offer, offerBatch } from './offer-batch.ts'
import { readReport, readThrown, type Said } from './read-report.ts'

/**
 * How an attempt ended. `stopped`: the service stops, and the sink told what it had delivered by
 * then; what it had not counts as not attempted. `interrupted`: the same, but it had delivered
 * none.
 */
export type Attempted = ({ kind: 'ended' | 'stopped'; ms: number } & Said) | { kind: 'interrupted' }

/** Offers a batch to a sink once, and reads what it says. Never rejects, and always ends. */
export async function attemptDelivery(offer: Offer): Promise<Attempted> {
  if (offer.interrupt.aborted) return { kind: 'interrupted' }
  const ids = offer.batch.map(event => event.id)
  const startedAt = offer.clock.now()
  const ending = await offerBatch(offer)
  const ms = Math.round(offer.clock.now() - startedAt)
  const said = readEnding(ending, ids, offer.timeoutMs)
  if (ending.told !== 'stop') return { kind: 'ended', ms, ...said }
  return said.failed.size < ids.length ? { kind: 'stopped', ms, ...said } : { kind: 'interrupted' }
}

/** A report counts even after the sink was told to stop: it saves repeating what was delivered. */
function readEnding(ending: Ending, ids: readonly string[], timeoutMs: number): Said {
  try {
    if ('report' in ending) return readReport(ending.report, ids)
  } catch (error) {
    return readThrown(error, ids)
  }
  if (ending.told !== 'timeout') return readThrown(ending.thrown, ids)
  return { ...readThrown(new Error(`timed out after ${timeoutMs} ms`), ids), answer: 'timeout' }
}
