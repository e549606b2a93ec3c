import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../src/domain/clock.ts'

export interface ManualClock extends Clock {
  /** Lets everything run that needs no time, until nobody has looked at the clock for a while. */
  quiet(): Promise<void>
  /** Moves time on, stopping at each timer on the way and letting what it set off run. */
  advance(ms: number): Promise<void>
  /** Moves time on to the next timer; false if there is none. */
  next(): Promise<boolean>
  /** How many timers are set. */
  pending(): number
}

/** Time that stands still unless it is told to move. */
export function createManualClock(): ManualClock {
  let now = 0
  const timers = new Set<{ at: number; run: () => void }>()

  let looks = 0

  async function quiet() {
    for (let turns = 0, seen = looks; turns < 8; turns++) {
      await turn()
      if (looks === seen) continue
      seen = looks
      turns = 0
    }
  }

  async function runUntil(end: number): Promise<boolean> {
    const [first] = [...timers].sort((a, b) => a.at - b.at)
    if (first === undefined || first.at > end) return false
    now = Math.max(now, first.at)
    timers.delete(first)
    first.run()
    await quiet()
    return true
  }

  return {
    now() {
      looks++
      return now
    },
    after(ms, run) {
      looks++
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    quiet,
    async advance(ms) {
      const end = now + ms
      await quiet()
      while (await runUntil(end)) {}
      now = end
    },
    next: () => runUntil(Number.POSITIVE_INFINITY),
    pending: () => timers.size,
  }
}
