import { join } from 'node:path'
import { contestants, startContestant } from './contestants.ts'
import { median, runRound } from './round.ts'

/** How long Reelay takes to start, and how much memory it holds. */
export async function measureService(folder: string, rounds: number, requests: number) {
  const reelay = contestants.find(({ letter }) => letter === 'e')!
  const starts: number[] = []
  const idle: number[] = []
  const busy: number[] = []
  for (let round = 0; round < rounds; round++) {
    const store = join(folder, `service-${round}.db`)
    const began = performance.now()
    const running = await startContestant(reelay, { folder, store })
    starts.push(performance.now() - began)
    idle.push(running.memory())
    await runRound(running.ports, { keepAlive: true, traffic: 'genuine', requests })
    busy.push(running.memory())
    await running.stop()
  }
  return { startMs: median(starts), idleBytes: median(idle), busyBytes: median(busy) }
}
