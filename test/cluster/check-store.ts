import type { Arrival } from './watched-sink.ts'

/** A row of the store. */
export interface StoredCallback {
  position: number
  id: string
  subject: string
}

/** What was answered 2xx is stored exactly once, and nothing else is stored twice either. */
export function checkStored(
  acknowledged: Iterable<string>,
  stored: readonly StoredCallback[],
): string[] {
  const times = new Map<string, number>()
  for (const { id } of stored) times.set(id, (times.get(id) ?? 0) + 1)
  const missing = [...acknowledged].filter(id => !times.has(id))
  const repeated = [...times].filter(([, count]) => count > 1)
  return [
    ...missing.map(id => `${id} was answered 2xx and is not in the store`),
    ...repeated.map(([id, count]) => `${id} is in the store ${count} times`),
  ]
}

/** What is stored is in the sink, and came first in the order of its subject's positions. */
export function checkSink(
  name: string,
  stored: readonly StoredCallback[],
  arrivals: readonly Arrival[],
): string[] {
  const turns = new Map<string, number>()
  for (const { id } of arrivals) if (!turns.has(id)) turns.set(id, turns.size)
  const positions = new Map(stored.map(({ id, position }) => [id, position]))
  const violations = [...turns.keys()]
    .filter(id => !positions.has(id))
    .map(id => `${id} came to ${name} and is not in the store`)
  const latest = new Map<string, { id: string; turn: number }>()
  for (const { id, subject, position } of stored.toSorted((a, b) => a.position - b.position)) {
    const turn = turns.get(id)
    const before = latest.get(subject)
    if (turn === undefined) violations.push(`${id}, at ${position}, never came to ${name}`)
    else if (before && before.turn > turn) {
      const other = `${before.id}, at ${positions.get(before.id)}`
      violations.push(`${id}, at ${position}, came to ${name} before ${other}`)
    } else latest.set(subject, { id, turn })
  }
  return violations
}
