import { join } from 'node:path'
import { type Contestant, startContestant } from './contestants.ts'
import type { Traffic } from './requests.ts'
import { median, runRound, type Scenario } from './round.ts'

export interface Turns {
  rounds: number
  /** For each round. */
  requests: number
  /** Where logs and stores go. */
  folder: string
}

export type Entrant = Contestant & {
  traffic?: Traffic
  /** Where it keeps callbacks in the next round; a new file if absent. */
  store?(): string | Promise<string>
}

/** Every contestant once, then all again: what else the machine does hits all alike. */
export async function takeTurns(
  { rounds, requests, folder }: Turns,
  entries: readonly Entrant[],
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
      const fresh = join(folder, `${entry.letter}-${round}-${Math.random()}.db`)
      const store = (await entry.store?.()) ?? fresh
      const running = await startContestant(entry, { folder, store })
      done.push(await runRound(running.ports, each))
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
