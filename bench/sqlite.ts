import { join } from 'node:path'
import { contestants } from './contestants.ts'
import { fillStore } from './fill-store.ts'
import { measureService } from './measure-service.ts'
import type { Traffic } from './requests.ts'
import { printTable } from './table.ts'
import { type Turns, takeTurns } from './take-turns.ts'

/** Measures the service with its SQLite engine beside other ways to take callbacks. */
export async function benchSqlite(
  say: (text: string) => unknown,
  turns: Turns,
  stored: number,
): Promise<void> {
  const { rounds, requests, folder } = turns
  for (const keepAlive of [true, false]) {
    const results = await takeTurns(turns, contestants, { keepAlive, traffic: 'genuine' })
    const title = keepAlive ? 'Keep-alive' : 'connection: close (as the provider does)'
    printTable(say, title, results, { base: 'b', careful: 'd' })
  }

  const reelay = contestants.find(({ letter }) => letter === 'e')!
  const traffics: Traffic[] = ['genuine', 'forged', 'duplicate']
  const kinds = traffics.map(traffic => ({ ...reelay, name: `Reelay, ${traffic}`, traffic }))
  printTable(
    say,
    'Reelay by traffic (keep-alive)',
    await takeTurns(turns, kinds, { keepAlive: true }),
    {
      base: 'e',
    },
  )

  say(`\nFilling a store with ${stored} callbacks …`)
  const full = join(folder, 'full.db')
  const size = await fillStore(full, stored)
  say(`bytes stored for each callback: ${Math.round(size / stored)}`)
  const stores = [
    { ...reelay, name: 'Reelay, empty store' },
    { ...reelay, name: `Reelay, ${stored} stored`, store: () => full },
  ]
  printTable(
    say,
    'Reelay by store (keep-alive)',
    await takeTurns(turns, stores, { keepAlive: true }),
    {
      base: 'e',
    },
  )

  const { startMs, idleBytes, busyBytes } = await measureService(folder, rounds, requests)
  say(`\nstart to service.listening: ${Math.round(startMs)} ms (median of ${rounds})`)
  say(`resident memory: ${mebibytes(idleBytes)} idle, ${mebibytes(busyBytes)} after ${requests}`)
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}
