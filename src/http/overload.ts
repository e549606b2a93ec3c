/** Keeps the number of open requests within a bound. */
export interface Bound {
  /** False: there are as many as may be, and this one is counted as turned away. */
  enter(): boolean
  leave(): void
  /** Counts one that is turned away before it asked for a place. */
  turnAway(): void
  /** Reports what has not been reported yet. */
  close(): void
}

/**
 * Makes a bound of `max` open requests. A flood must not become a flood of lines: `report` gets the
 * first that is turned away at once, and those that follow together, at most once a second.
 */
export function createBound(max: number, report: (turnedAway: number) => void): Bound {
  let open = 0
  let turnedAway = 0
  let timer: NodeJS.Timeout | undefined

  function flush(): boolean {
    if (turnedAway === 0) return false
    const count = turnedAway
    turnedAway = 0
    report(count)
    return true
  }
  function tick(): void {
    timer = flush() ? setTimeout(tick, 1_000) : undefined
  }

  function turnAway(): void {
    turnedAway++
    if (timer === undefined) tick()
  }

  return {
    enter() {
      if (open < max) {
        open++
        return true
      }
      turnAway()
      return false
    },
    leave() {
      open--
    },
    turnAway,
    close() {
      clearTimeout(timer)
      timer = undefined
      flush()
    },
  }
}
