import type { LeaseView } from './leases.ts'

/** What a replica should do about the leases that it saw. */
export interface Share {
  take: string[]
  /** At most one at a time: the others see it before anything else moves. */
  giveBack: string[]
}

/**
 * Spreads the sinks evenly. All replicas come to the same result from what they see: a free sink
 * goes to the one that has the fewest of those that are configured with it; one that has two more
 * than another gives that one a sink. Where the replica whose turn it is does not take a sink,
 * whoever finds it in `overdue` takes it.
 */
export function shareSinks(
  me: string,
  { sinks, replicas }: LeaseView,
  overdue: ReadonlySet<string>,
): Share {
  const counts = new Map(replicas.map(({ id }) => [id, 0]))
  const count = (id: string): number => counts.get(id) ?? 0
  const add = (id: string): unknown => counts.set(id, count(id) + 1)
  for (const { owner, free } of sinks) if (!free && owner !== null) add(owner)
  const able = (sink: string): string[] =>
    replicas.filter(each => each.sinks.includes(sink)).map(({ id }) => id)
  const least = (ids: readonly string[]): string | undefined =>
    ids.toSorted((a, b) => count(a) - count(b) || (a < b ? -1 : 1))[0]

  const take: string[] = []
  let free = 0
  for (const sink of sinks.filter(each => each.free)) {
    const ids = able(sink.name)
    const taker = overdue.has(sink.name) && ids.includes(me) ? me : least(ids)
    if (taker === undefined) continue
    free++
    add(taker)
    if (taker === me) take.push(sink.name)
  }
  if (free > 0) return { take, giveBack: [] }

  const surplus = sinks.find(({ name, owner }) => {
    const other = owner === me ? least(able(name)) : undefined
    return other !== undefined && count(other) <= count(me) - 2
  })
  return { take, giveBack: surplus ? [surplus.name] : [] }
}
