import type { Arrival } from './watched-sink.ts'

export interface Pause {
  from: number
  to: number
  /** What counts of it. */
  ms: number
}

/**
 * The longest time between two arrivals at a sink during which it had something to get all the
 * time: a callback that was acknowledged and had not arrived. `lengthOf` says what of such a time
 * counts.
 */
export function longestPause(
  acknowledged: ReadonlyMap<string, number>,
  arrivals: readonly Arrival[],
  lengthOf = (from: number, to: number): number => to - from,
): Pause {
  const first = new Map<string, number>()
  for (const { id, at } of arrivals) if (!first.has(id)) first.set(id, at)
  const moments: { at: number; change: -1 | 0 | 1 }[] = arrivals.map(({ at }) => ({
    at,
    change: 0,
  }))
  for (const [id, since] of acknowledged) {
    const until = first.get(id) ?? Number.POSITIVE_INFINITY
    if (until > since) moments.push({ at: since, change: 1 }, { at: until, change: -1 })
  }
  moments.sort((a, b) => a.at - b.at)

  let longest: Pause = { from: 0, to: 0, ms: 0 }
  let outstanding = 0
  let from = 0
  for (const { at, change } of moments) {
    if (change === 1) {
      if (outstanding === 0) from = at
    } else {
      const ms = outstanding > 0 ? lengthOf(from, at) : 0
      if (ms > longest.ms) longest = { from, to: at, ms }
      from = at
    }
    outstanding += change
  }
  return longest
}
