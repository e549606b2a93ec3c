/** A trouble that was, by `performance.now()`. */
export interface Episode {
  what: string
  counts: 'kills' | 'pauses' | 'restarts' | 'outages' | 'cutOffs'
  from: number
  to: number
}

/** When things happened in a run. */
export interface Timeline {
  /** A moment in seconds of the run, to tenths. */
  second(at: number): number
  /** Notes a trouble that begins; what is returned notes its end. */
  begin(trouble: Pick<Episode, 'what' | 'counts'>): () => void
  /** What went on at some time between these moments; without them, what goes on now. */
  between(from?: number, to?: number): Episode[]
  /** How many there were. */
  counts(): Record<Episode['counts'], number>
}

export function startTimeline(): Timeline {
  const began = performance.now()
  const episodes: Episode[] = []
  return {
    second: at => Math.round((at - began) / 100) / 10,
    begin({ what, counts }) {
      const episode = { what, counts, from: performance.now(), to: Number.POSITIVE_INFINITY }
      episodes.push(episode)
      return () => {
        episode.to = performance.now()
      }
    },
    between: (from = performance.now(), to = from) =>
      episodes.filter(each => each.from <= to && each.to >= from),
    counts() {
      const sums = { kills: 0, pauses: 0, restarts: 0, outages: 0, cutOffs: 0 }
      for (const { counts } of episodes) sums[counts]++
      return sums
    },
  }
}
