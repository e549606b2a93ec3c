import { parseDuration } from '../config/parse-quantity.ts'

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([Zz]|[+-]\d\d:\d\d)$/

/**
 * An instant in a command line, in ms since the epoch: RFC 3339 (as `2026-11-24T03:12:45Z`, or as
 * tables write it), a date (its beginning in UTC), or a duration back from `now`
 * (`90m`, `2h`, `3d`). Undefined if it is none of them.
 */
export function readInstant(text: string, now: number): number | undefined {
  const duration = parseDuration(text)
  if (duration !== undefined) return Math.max(0, now - duration)
  const [, date, time, zone] = rfc3339.exec(text) ?? []
  if (date !== undefined) return isDate(date) ? finite(`${date}T${time}${zone}`) : undefined
  return isDate(text) ? finite(text) : undefined
}

/** Also one of the calendar: there is no 30th of February. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const ms = Date.parse(text)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text)
}

function finite(text: string): number | undefined {
  const ms = Date.parse(text.toUpperCase())
  return Number.isFinite(ms) ? ms : undefined
}
