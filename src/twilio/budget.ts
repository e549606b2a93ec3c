/**
 * A token bucket: says yes `perSecond` times a second on average, and as often at once.
 * `now` is in ms and never goes back.
 */
export function createBudget(perSecond: number, now: () => number): () => boolean {
  let tokens = perSecond
  let last = now()
  return () => {
    const time = now()
    tokens = Math.min(perSecond, tokens + ((time - last) * perSecond) / 1000)
    last = time
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
