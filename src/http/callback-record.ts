import { channel } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { type Receipt, Unstored } from '../domain/journal.ts'
import type { Refusal } from '../domain/live.ts'
import type { Log } from '../domain/log.ts'
import type { Refused } from '../domain/verdict.ts'
import type { Rejection } from './rejection.ts'
import { pathOf } from './target.ts'

export type CallbackOutcome = Receipt['outcome'] | 'refused' | 'rejected' | 'unstored' | 'probed'

/** What is published on `reelay:callback`, once for a request or for `count` of them. */
export interface CallbackMessage {
  outcome: CallbackOutcome
  reason?: string
  /** From the request being complete to its answer; 0 for one that never was. */
  ms: number
  count?: number
}

/** Writes the one line that every request gets, and publishes what is counted. */
export interface CallbackRecord {
  kept(receipt: Receipt, request: IncomingMessage, ms: number): void
  refused(verdict: Refused, reference: string, request: IncomingMessage, ms: number): void
  rejected(rejection: Rejection, request?: IncomingMessage): void
  unstored(error: unknown, request: IncomingMessage, ms: number): void
  /** `id` is undefined where a request says that it is a probe, and not which. */
  probed(id: string | undefined, request: IncomingMessage, ms: number): void
  turnedAway(count: number): void
}

const longestPath = 256
const callbacks = channel('reelay:callback')
const refusals = channel('reelay:refusal')

const kept = {
  stored: 'Stored',
  duplicate: 'Was there already',
  quarantined: 'Genuine, but does not fit its schema: kept, not relayed',
}

/** Makes the record of a callback listener. */
export function createCallbackRecord(log: Log): CallbackRecord {
  return {
    kept(receipt, request, ms) {
      publish({ outcome: receipt.outcome, ms })
      const { outcome, ...facts } = receipt
      const line = { event: `callback.${outcome}`, ...facts, method: request.method, ms: short(ms) }
      if (receipt.outcome === 'quarantined') log.warn(line, kept.quarantined)
      else if (receipt.outcome === 'duplicate' && receipt.differs) {
        log.warn(line, 'Another content under an id that was there already: the first one stays')
      } else log.info(line, kept[outcome])
    },
    refused(verdict, reference, request, ms) {
      const { reason, diagnosed, accountSid, publicUrl, hint } = verdict
      publish({ outcome: 'refused', reason, ms })
      const facts = { reason, reference, diagnosed, publicUrl, accountSid }
      log.warn({ event: 'callback.refused', ...facts, ...where(request), ms: short(ms) }, hint)
      remember(verdict, reference, request)
    },
    rejected({ status, reason, detail }, request) {
      publish({ outcome: 'rejected', reason, ms: 0 })
      log.warn({ event: 'callback.rejected', status, reason, ...where(request) }, detail)
    },
    unstored(error, request, ms) {
      const isUnstored = error instanceof Unstored
      const code = isUnstored ? error.code : 'unexpected'
      publish({ outcome: 'unstored', reason: code, ms })
      const facts = { code, ...(isUnstored ? {} : { err: error }), ...where(request) }
      const msg = error instanceof Error ? error.message : String(error)
      log.error({ event: 'callback.unstored', ...facts, ms: short(ms) }, msg)
    },
    probed(probe, request, ms) {
      publish({ outcome: 'probed', ms })
      const facts = { ...(probe !== undefined && { probe }), ...where(request), ms: short(ms) }
      log.info({ event: 'callback.probed', ...facts }, 'A probe arrived: not kept, not relayed')
    },
    turnedAway(count) {
      publish({ outcome: 'unstored', reason: 'overload', ms: 0, count })
      const line = { event: 'callback.unstored', code: 'overload', count }
      log.error(line, 'More requests or connections than the bound: turned away unread')
    },
  }
}

/** Publishes on `reelay:refusal` what an operator may ask for. */
function remember(
  { reason, hint, publicUrl, accountSid }: Refused,
  reference: string,
  request: IncomingMessage,
): void {
  const { method = '', path = '' } = where(request)
  refusals.publish({
    reason,
    hint,
    method,
    path,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(accountSid !== undefined && { accountSid }),
    reference,
  } satisfies Omit<Refusal, 'at'>)
}

function publish(message: CallbackMessage): void {
  if (callbacks.hasSubscribers) callbacks.publish(message)
}

/** The path is told without what may hold fields and tokens: a query, an authority. */
function where(request?: IncomingMessage): { method?: string; path?: string } {
  if (request === undefined) return {}
  const { method = '', url = '' } = request
  return url.startsWith('/') ? { method, path: pathOf(url).slice(0, longestPath) } : { method }
}

function short(ms: number): number {
  return Math.round(ms * 100) / 100
}
