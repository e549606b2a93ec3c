/** A trouble that was, by `performance.now()`. */
export interface Episode {
  what: string
  counts: 'kills' | 'pauses' | 'restarts' | 'outages' | 'cutOffs'
  /** No replica could reach the store. */
  storeAway?: boolean
  from: number
  to: number
}

/** When things happened in a run. */
export interface Timeline {
  /** A moment in seconds of the run, to tenths. */
  second(at: number): number
  /** Notes a trouble that begins; what is returned notes its end. */
  begin(trouble: Pick<Episode, 'what' | 'counts' | 'storeAway'>): () => void
  /** What went on at some time between these moments; without them, what goes on now. */
  between(from?: number, to?: number): Episode[]
  /** For how many ms between these moments some replica could reach the store. */
  storeThere(from: number, to: number): number
  /** How many there were. */
  counts(): Record<Episode['counts'], number>
}

export function startTimeline(): Timeline {
  const began = performance.now()
  const episodes: Episode[] = []
  return {
    second: at => Math.round((at - began) / 100) / 10,
    begin({ what, counts, storeAway = false }) {
      const from = performance.now()
      const episode = { what, counts, storeAway, from, to: Number.POSITIVE_INFINITY }
      episodes.push(episode)
      return () => {
        episode.to = performance.now()
      }
    },
    between: (from = performance.now(), to = from) =>
      episodes.filter(each => each.from <= to && each.to >= from),
    storeThere(from, to) {
      // What begins earlier stands earlier.
      const away = episodes.filter(each => each.storeAway && each.from <= to && each.to >= from)
      let there = 0
      let since = from
      for (const each of away) {
        there += Math.max(0, each.from - since)
        since = Math.max(since, each.to)
      }
      return there + Math.max(0, to - since)
    },
    counts() {
      const sums = { kills: 0, pauses: 0, restarts: 0, outages: 0, cutOffs: 0 }
      for (const { counts } of episodes) sums[counts]++
      return sums
    },
  }
}
