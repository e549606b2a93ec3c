import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Contestant, contestants, startContestant } from './contestants.ts'
import { fillStore } from './fill-store.ts'
import { measureService } from './measure-service.ts'
import type { Traffic } from './requests.ts'
import { median, runRound, type Scenario } from './round.ts'
import { printTable } from './table.ts'

const usage = `
Usage: npm run bench -- [--rounds 5] [--requests 10000] [--stored 1000000] [--short]

Rounds take turns: every contestant runs once before any runs again, on the same machine, closed
loop at 64 connections. Prints medians of the rounds and their ratios.
--short   one small round of each: shows that everything still runs, says nothing of speed
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '10000' },
    stored: { type: 'string', default: '1000000' },
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
const stored = values.short ? 2_000 : Number(values.stored)
const say = (text: string): unknown => process.stdout.write(`${text}\n`)

const folder = mkdtempSync(join(tmpdir(), 'reelay-bench-'))
try {
  const [cpu] = cpus()
  say(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${folder}`)
  say(`${rounds} rounds of ${requests} requests, 64 connections, closed loop`)

  for (const keepAlive of [true, false]) {
    const results = await takeTurns(contestants, { keepAlive, traffic: 'genuine' })
    const title = keepAlive ? 'Keep-alive' : 'connection: close (as the provider does)'
    printTable(say, title, results, { base: 'b', careful: 'd' })
  }

  const reelay = contestants.find(({ letter }) => letter === 'e')!
  const traffics: Traffic[] = ['genuine', 'forged', 'duplicate']
  const kinds = traffics.map(traffic => ({ ...reelay, name: `Reelay, ${traffic}`, traffic }))
  printTable(say, 'Reelay by traffic (keep-alive)', await takeTurns(kinds, { keepAlive: true }), {
    base: 'e',
  })

  say(`\nFilling a store with ${stored} callbacks …`)
  const full = join(folder, 'full.db')
  const size = await fillStore(full, stored)
  say(`bytes stored for each callback: ${Math.round(size / stored)}`)
  const stores = [
    { ...reelay, name: 'Reelay, empty store' },
    { ...reelay, name: `Reelay, ${stored} stored`, store: full },
  ]
  printTable(say, 'Reelay by store (keep-alive)', await takeTurns(stores, { keepAlive: true }), {
    base: 'e',
  })

  const { startMs, idleBytes, busyBytes } = await measureService(folder, rounds, requests)
  say(`\nstart to service.listening: ${Math.round(startMs)} ms (median of ${rounds})`)
  say(`resident memory: ${mebibytes(idleBytes)} idle, ${mebibytes(busyBytes)} after ${requests}`)
} finally {
  rmSync(folder, { recursive: true })
}

/** Every contestant once, then all again: what else the machine does hits all alike. */
async function takeTurns(
  entries: readonly (Contestant & { traffic?: Traffic; store?: string })[],
  scenario: { keepAlive: boolean; traffic?: Traffic },
) {
  const results = entries.map(entry => ({
    entry,
    rounds: [] as Awaited<ReturnType<typeof runRound>>[],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const { entry, rounds: done } of results) {
      const traffic = entry.traffic ?? scenario.traffic ?? 'genuine'
      const each: Scenario = { keepAlive: scenario.keepAlive, traffic, requests }
      const store = entry.store ?? join(folder, `${entry.letter}-${round}-${Math.random()}.db`)
      const running = await startContestant(entry, { folder, store })
      done.push(await runRound(running.port, each))
      await running.stop()
    }
  }
  return results.map(({ entry, rounds: done }) => ({
    letter: entry.letter,
    name: entry.name,
    requestsPerSecond: median(done.map(each => each.requestsPerSecond)),
    p50: median(done.map(each => each.p50)),
    p99: median(done.map(each => each.p99)),
  }))
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}
