import { Client } from 'pg'
import postgres from 'postgres'
import { median } from './round.ts'
import type { Turns } from './take-turns.ts'

const groupSize = 64

/**
 * What the client library itself costs: the arguments of a group of 64 callbacks, sent to a
 * statement that only counts them. CPU time of this process, so that it matters little what else
 * runs.
 */
export async function measureClients(
  say: (text: string) => unknown,
  { rounds, requests }: Turns,
  make: () => Promise<string>,
): Promise<void> {
  const url = await make()
  const groups = Math.ceil(requests / groupSize)
  const text =
    'SELECT cardinality($1::uuid[]) + cardinality($2::text[]) + cardinality($3::text[]) + ' +
    'cardinality($4::integer[]) + length($5::bytea) AS size'
  const values = [
    Array(groupSize).fill('0123456789abcdef0123456789abcdef'),
    Array(groupSize).fill('RT0123456789abcdef0123456789abcdef-completed-20261124090000123456'),
    Array(groupSize).fill('{"content-type":"application/x-www-form-urlencoded"}'),
    Array.from({ length: groupSize }, (_, index) => index),
    Buffer.alloc(groupSize * 650, 'x'),
  ]

  const pg = new Client({ connectionString: url })
  await pg.connect()
  const other = postgres(url, { max: 1 })
  const kinds = [
    { name: 'pg', run: () => pg.query({ name: 'count', text, values }) },
    { name: 'postgres', run: () => other.unsafe(text, values as never[], { prepare: true }) },
  ]
  const figures = kinds.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of kinds.entries()) {
      const before = process.cpuUsage()
      for (let group = 0; group < groups; group++) await run()
      const { user, system } = process.cpuUsage(before)
      figures[index]!.push((user + system) / groups / groupSize)
    }
  }
  await Promise.all([pg.end(), other.end()])
  const [base = Number.NaN] = figures.map(median)
  say('\nClient libraries: CPU for each callback in groups of 64')
  for (const [index, { name }] of kinds.entries()) {
    const cpu = median(figures[index]!)
    say(`${name.padEnd(12)}${cpu.toFixed(1).padStart(8)} µs  × ${(cpu / base).toFixed(2)}`)
  }
}
