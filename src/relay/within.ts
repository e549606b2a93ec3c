import type { Clock } from '../domain/clock.ts'

/** Waits for a promise, but at most `ms`: false if it had not ended by then. */
export function within(promise: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(false))
    promise.then(() => resolve(true), reject).finally(cancel)
  })
}
