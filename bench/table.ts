export interface Row {
  letter: string
  name: string
  requestsPerSecond: number
  p50: number
  p99: number
}

/** Prints rows beside each other, and each one's ratio to the rows that they are compared with. */
export function printTable(
  say: (text: string) => unknown,
  title: string,
  rows: readonly Row[],
  compare: { base: string; careful?: string },
): void {
  const base = rows.find(({ letter }) => letter === compare.base)!
  const careful = rows.find(({ letter }) => letter === compare.careful)
  const head = ['', '', 'req/s', 'p50 ms', 'p99 ms', `× ${base.name}`, 'p99 ×']
  if (careful) head.push(`× ${careful.name}`)
  const cells = rows.map(row => [
    row.letter,
    row.name,
    row.requestsPerSecond.toFixed(0),
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    (row.requestsPerSecond / base.requestsPerSecond).toFixed(2),
    (row.p99 / base.p99).toFixed(2),
    ...(careful ? [(row.requestsPerSecond / careful.requestsPerSecond).toFixed(2)] : []),
  ])
  const widths = head.map((_, index) =>
    Math.max(...[head, ...cells].map(line => line[index]!.length)),
  )
  const format = (line: readonly string[]): string =>
    line
      .map((cell, index) =>
        index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!),
      )
      .join('  ')
  say(`\n${title}`)
  for (const line of [head, ...cells]) say(format(line))
}
