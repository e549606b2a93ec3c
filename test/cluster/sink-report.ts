import { longestPause } from './longest-pause.ts'
import type { Timeline } from './timeline.ts'
import type { WatchedSink } from './watched-sink.ts'

export interface SinkReport {
  name: string
  firstArrivals: number
  duplicates: number
  /** Failures that it made up. */
  failures: number
  /** The longest time without an arrival while it had something to get, and what went on then. */
  longestPause: { ms: number; atSecond: number; during: string[] }
}

export function sinkReport(
  { name, arrivals, arrived, counts }: WatchedSink,
  acknowledged: ReadonlyMap<string, number>,
  timeline: Timeline,
): SinkReport {
  const { from, ms } = longestPause(acknowledged, arrivals)
  const during = timeline.between(from, from + ms)
  return {
    name,
    firstArrivals: arrived.size,
    duplicates: arrivals.length - arrived.size,
    failures: counts.failed,
    longestPause: {
      ms: Math.round(ms),
      atSecond: timeline.second(from),
      during: during.map(each => `${timeline.second(each.from)} s: ${each.what}`),
    },
  }
}
