/** However long a receiver asks us to wait, ms. */
const capMs = 3_600_000

/**
 * `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) as ms from `now` (ms since the epoch), at
 * most an hour. Undefined where it says nothing that can be understood.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, capMs)
  if (!/ GMT$/.test(text)) return undefined
  const ms = Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), capMs)
}
