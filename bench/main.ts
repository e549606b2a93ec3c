import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchPostgres } from './postgres.ts'
import { benchQueries } from './queries.ts'
import { benchSqlite } from './sqlite.ts'

const usage = `
Usage: npm run bench -- [--store postgres] [--rounds 5] [--requests 10000] [--stored N] [--queries] [--short]

Rounds take turns: every contestant runs once before any runs again, on the same machine, closed
loop at 64 connections. Prints medians of the rounds and their ratios.
--store postgres   the Postgres engine beside SQLite's and beside a plain insert for each request, on the
          server at REELAY_TEST_POSTGRES (postgres://postgres@127.0.0.1:5432), in a database of its own
--stored  callbacks in the store that is compared with an empty one: 1000000, Postgres 5000000
--queries the operator's look-ups instead, while callbacks come in, and what a replay holds up
--short   one small round of each: shows that everything still runs, says nothing of speed
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '10000' },
    store: { type: 'string', default: 'sqlite' },
    stored: { type: 'string' },
    queries: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit()
}
const rounds = values.short ? 1 : Number(values.rounds)
const requests = values.short ? 300 : Number(values.requests)
const isPostgres = values.store === 'postgres'
const stored = values.short
  ? 2_000
  : Number(values.stored ?? (isPostgres && !values.queries ? 5e6 : 1e6))
const say = (text: string): unknown => process.stdout.write(`${text}\n`)

const folder = mkdtempSync(join(tmpdir(), 'reelay-bench-'))
const turns = { rounds, requests, folder }
try {
  const [cpu] = cpus()
  say(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${folder}`)
  say(`${rounds} rounds of ${requests} requests, 64 connections, closed loop`)

  if (values.queries) await benchQueries(say, { ...turns, isPostgres }, stored)
  else await (isPostgres ? benchPostgres : benchSqlite)(say, turns, stored)
} finally {
  rmSync(folder, { recursive: true })
}
