import type { Report } from './finding.ts'
import type { Given } from './given.ts'

const maxSeconds = 3600

/** `SHUTDOWN_DELAY` in ms: seconds, `10` or `10s`. */
export function readShutdownDelay(given: Given | undefined, mistake: Report): number {
  if (given === undefined) return 0
  const seconds = Number(/^(\d+(?:\.\d+)?)s?$/.exec(given.text)?.[1] ?? Number.NaN)
  if (seconds <= maxSeconds) return Math.round(seconds * 1000)
  mistake(given.place, `needs seconds, from 0 to ${maxSeconds}. Write it as in: 10`)
  return 0
}
