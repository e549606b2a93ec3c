import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import { parseDuration } from './parse-quantity.ts'

const byDefault = 6 * 3_600_000

/** `REELAY_STALLED_AFTER` in ms; undefined where it is `off`, or `0`. */
export function readStalledAfter(given: Given | undefined, mistake: Report): number | undefined {
  if (given === undefined) return byDefault
  const { place, text } = given
  if (/^(?:off|0[smhd]?)$/i.test(text)) return undefined
  const ms = parseDuration(text)
  if (ms === undefined) mistake(place, 'no duration. Write it as in: 6h, 90m, or off')
  return ms ?? byDefault
}
