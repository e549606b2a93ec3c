/** Keeps to a rate, at the most one second ahead of it. */
export interface Pace {
  /** How many of so many may go now. */
  allowed(most: number): number
  /** So many went. */
  went(count: number): void
}

/** `rate`: events a second at the most; undefined: no limit. `now` in ms. */
export function createPace(rate: number | undefined, now = () => performance.now()): Pace {
  if (rate === undefined) return { allowed: most => most, went: () => {} }
  const burst = Math.max(1, rate)
  let room = 1
  let at = now()
  return {
    allowed(most) {
      const passed = now() - at
      at += passed
      room = Math.min(burst, room + (passed / 1_000) * rate)
      return Math.min(most, Math.floor(room))
    },
    went(count) {
      room -= count
    },
  }
}
