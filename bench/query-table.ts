import type { Query } from './query-mix.ts'

/** Prints how long each kind of question took beside what is to be reached. */
export function printQueries(say: (text: string) => unknown, queries: readonly Query[]): void {
  const width = Math.max(...queries.map(({ name }) => name.length))
  const figure = (ms: number): string => ms.toFixed(1).padStart(8)
  say(`\n${'GET /api/v1/…'.padEnd(width)}  asked  p50 ms   p99 ms   longest   to reach`)
  for (const { name, target, times } of queries) {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN
    const reached = at(0.99) <= target ? '' : '  NOT reached'
    say(
      `${name.padEnd(width)} ${String(times.length).padStart(6)}${figure(at(0.5))} ${figure(at(0.99))}` +
        `  ${figure(sorted.at(-1) ?? Number.NaN)}${String(target).padStart(11)}${reached}`,
    )
  }
  say('')
}
