/** Time as a dependency: what waits takes one, so that tests need not. */
export interface Clock {
  /** ms since some moment of its own; never goes back. For durations only, never a date. */
  now(): number
  /** Calls `run` once, after `ms`. Returns what cancels it; cancelling late does nothing. */
  after(ms: number, run: () => void): () => void
}

/** The process's own monotonic time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
