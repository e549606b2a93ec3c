import { type FailingSink, startFailingSink } from '../crash/failing-sink.ts'

export interface Arrival {
  id: string
  /** By `performance.now()`. */
  at: number
}

/** A sink that fails at random, and knows of each arrival, repeated ones too. */
export interface WatchedSink extends FailingSink {
  name: string
  arrivals: readonly Arrival[]
}

export async function startWatchedSink(name: string, random: () => number): Promise<WatchedSink> {
  const sink = await startFailingSink(random)
  const arrivals: Arrival[] = []
  const { arrived } = sink
  arrived.add = id => {
    arrivals.push({ id, at: performance.now() })
    return Set.prototype.add.call(arrived, id)
  }
  return { ...sink, name, arrivals }
}
