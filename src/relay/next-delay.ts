/** When a failed event is tried again, and how often. */
export interface RetryPolicy {
  /** Attempts in all, the first one included. */
  attempts: number
  /** ms between the first attempt and the second. */
  firstMs: number
  /** How much longer each delay is than the one before. */
  factor: number
  /** The longest delay in ms, before jitter. */
  maxMs: number
  /** The largest share of a delay that chance adds to it; nothing is ever taken away. */
  jitter: number
}

/** 1 s, 2 s, 4 s … 3 h: 21 delays that add up to 25 h 33 min, and at most a tenth more. */
export const defaultRetry: RetryPolicy = {
  attempts: 22,
  firstMs: 1_000,
  factor: 2,
  maxMs: 3 * 60 * 60 * 1_000,
  jitter: 0.1,
}

/**
 * ms until the next attempt, or undefined if there is none. `attempt` is the one that failed, 1 for
 * the first; `random` gives [0, 1). The receiver's own `retryAfterMs` counts where it is longer
 * than the schedule's delay, up to `maxMs`.
 */
export function nextDelay(
  policy: RetryPolicy,
  attempt: number,
  random: () => number,
  retryAfterMs = 0,
): number | undefined {
  if (attempt >= policy.attempts) return undefined
  const scheduled = policy.firstMs * policy.factor ** (attempt - 1)
  const delay = Math.min(policy.maxMs, Math.max(scheduled, retryAfterMs))
  return Math.round(delay * (1 + policy.jitter * random()))
}
