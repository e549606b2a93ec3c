import type { FailedDelivery } from '../domain/sink.ts'
import { answerOf, causeOf, plainText } from './cause.ts'

/** What a sink said of a batch, in a form that can be trusted. */
export interface Said {
  /** By event id; what is not in it was delivered. */
  failed: ReadonlyMap<string, FailedDelivery>
  /** A short word for the ledger and the log. */
  answer: string
}

const none: ReadonlyMap<string, FailedDelivery> = new Map()

/**
 * Reads what `deliver` resolved to. Throws if that is no report: nothing is taken for delivered on
 * the strength of a value that a sink's author can't have meant, such as a Response.
 */
export function readReport(report: unknown, ids: readonly string[]): Said {
  if (report === undefined || report === null) return { failed: none, answer: 'ok' }
  if (!isPlainObject(report)) throw new TypeError('the sink returned no delivery report')
  const { failed, answer } = report
  const word = typeof answer === 'string' ? plainText(answer) : ''
  if (failed === undefined) return { failed: none, answer: word || 'ok' }
  if (!Array.isArray(failed)) throw new TypeError('the sink reported `failed` as no array')

  const offered = new Set(ids)
  const byId = new Map<string, FailedDelivery>()
  for (const item of failed) {
    const failure = readFailure(item)
    if (!offered.has(failure.id)) {
      throw new TypeError(`the sink reported an id that was not in the batch: ${failure.id}`)
    }
    byId.set(failure.id, failure)
  }
  return { failed: byId, answer: word || (byId.size > 0 ? 'failed' : 'ok') }
}

/** What a throw means: no event of the batch was delivered. */
export function readThrown(thrown: unknown, ids: readonly string[]): Said {
  const cause = causeOf(thrown)
  const final = isFinal(thrown)
  return {
    failed: new Map(ids.map(id => [id, { id, cause, final }])),
    answer: answerOf(thrown),
  }
}

function readFailure(item: unknown): FailedDelivery {
  if (!isPlainObject(item) || typeof item['id'] !== 'string') {
    throw new TypeError('the sink reported a failure without an id')
  }
  const { id, cause, final, retryAfterMs } = item
  return {
    id,
    cause: (typeof cause === 'string' && plainText(cause)) || 'the sink gave no cause',
    final: final === true,
    ...(typeof retryAfterMs === 'number' && retryAfterMs > 0 ? { retryAfterMs } : {}),
  }
}

/** By the property, not the class: a sink may come with a copy of its own. */
function isFinal(thrown: unknown): boolean {
  try {
    return thrown instanceof Error && 'final' in thrown && thrown.final === true
  } catch {
    return false
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
