const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** An instant as people read it: `2026-11-24 03:12:45Z`; what is no instant stays as it is. */
export function moment(instant: string): string {
  const ms = Date.parse(instant)
  if (!Number.isFinite(ms)) return instant
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/** With how long ago: `2026-11-24 03:12:45Z (12 min ago)`. */
export function momentAndAge(instant: string, now: number): string {
  const ms = Date.parse(instant)
  return Number.isFinite(ms) ? `${moment(instant)} (${age(ms, now)})` : instant
}

/** How far an instant is away: `12 min ago`, `in 3 h`. Both in ms since the epoch. */
export function age(instant: number, now: number): string {
  const seconds = Math.round(Math.abs(now - instant) / 1000)
  if (seconds === 0) return 'now'
  return instant <= now ? `${span(seconds)} ago` : `in ${span(seconds)}`
}

/** Seconds as people say it, in one unit: `45 s`, `12 min`, `3 h`, `5 d`. */
export function span(seconds: number): string {
  if (seconds < minute) return `${Math.round(seconds)} s`
  if (seconds < hour) return `${Math.floor(seconds / minute)} min`
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)} h`
  return `${Math.floor(seconds / day)} d`
}
