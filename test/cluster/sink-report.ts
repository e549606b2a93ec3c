import { longestPause, type Pause } from './longest-pause.ts'
import type { Timeline } from './timeline.ts'
import type { WatchedSink } from './watched-sink.ts'

export interface SinkReport {
  name: string
  firstArrivals: number
  duplicates: number
  /** Failures that it made up. */
  failures: number
  /** The longest time without an arrival while it had something to get. */
  longestPause: ReportedPause
  /**
   * The one that is the longest when only time counts in which some replica could reach the store.
   */
  longestWithStore: ReportedPause
}

export interface ReportedPause {
  ms: number
  atSecond: number
  /** What went on then. */
  during: string[]
}

export function sinkReport(
  { name, arrivals, arrived, counts }: WatchedSink,
  acknowledged: ReadonlyMap<string, number>,
  timeline: Timeline,
): SinkReport {
  return {
    name,
    firstArrivals: arrived.size,
    duplicates: arrivals.length - arrived.size,
    failures: counts.failed,
    longestPause: describe(longestPause(acknowledged, arrivals), timeline),
    longestWithStore: describe(longestPause(acknowledged, arrivals, timeline.storeThere), timeline),
  }
}

function describe({ from, to, ms }: Pause, { second, between }: Timeline): ReportedPause {
  const during = between(from, to).map(each => `${second(each.from)} s: ${each.what}`)
  return { ms: Math.round(ms), atSecond: second(from), during }
}
