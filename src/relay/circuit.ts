/** When a sink is left alone. */
export interface CircuitPolicy {
  /** Failed attempts in a row that open the circuit. */
  threshold: number
  /** ms from opening to the first probe; doubles with every probe that fails. */
  intervalMs: number
  /** The longest interval in ms. Also bounds how long a Retry-After silences the whole sink. */
  maxIntervalMs: number
}

export const defaultCircuit: CircuitPolicy = {
  threshold: 5,
  intervalMs: 5_000,
  maxIntervalMs: 60_000,
}

/**
 * What an attempt says of the sink. `delivered`: at least one event got through. `failed`: none
 * did, and for one at least that was the sink's fault. `refused`: final errors only, which are the
 * events' own fault, so they neither count against the sink nor prove that it is well.
 */
export type AttemptOutcome = 'delivered' | 'failed' | 'refused'

export interface Circuit {
  /** How many events may be offered now; `most` is what a healthy sink takes. */
  limit(now: number, most: number): number
  /** When `limit` may be above 0 again, in the clock's ms. */
  notBefore(): number
  /** Failed attempts in a row. */
  failures(): number
  /** Takes in an attempt's outcome and says what changed, if anything did. */
  record(
    outcome: AttemptOutcome,
    now: number,
    retryAfterMs?: number,
  ): 'opened' | 'closed' | undefined
}

/** A sink's circuit breaker, closed at first. It knows no time but the one that it is told. */
export function createCircuit(policy: CircuitPolicy): Circuit {
  let failures = 0
  let open = false
  let intervalMs = policy.intervalMs
  let notBefore = Number.NEGATIVE_INFINITY

  return {
    limit(now, most) {
      if (now < notBefore) return 0
      // One by one while in doubt: an event that spoils its batch is found, and little is spoilt.
      return failures > 0 || open ? Math.min(1, most) : most
    },
    notBefore: () => notBefore,
    failures: () => failures,
    record(outcome, now, retryAfterMs = 0) {
      if (outcome === 'delivered') {
        const change = open ? 'closed' : undefined
        failures = 0
        open = false
        notBefore = now
        return change
      }
      if (outcome === 'refused') {
        if (open) notBefore = now + intervalMs
        return undefined
      }
      failures++
      const hold = Math.min(retryAfterMs, policy.maxIntervalMs)
      if (open) {
        intervalMs = Math.min(2 * intervalMs, policy.maxIntervalMs)
        notBefore = now + Math.max(intervalMs, hold)
        return undefined
      }
      open = failures >= policy.threshold
      if (open) intervalMs = policy.intervalMs
      notBefore = now + Math.max(open ? intervalMs : 0, hold)
      return open ? 'opened' : undefined
    },
  }
}
