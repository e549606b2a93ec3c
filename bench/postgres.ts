import { postgresContestants } from './contestants.ts'
import { withDatabases } from './databases.ts'
import { fillDatabase } from './fill-database.ts'
import { measureClients } from './measure-clients.ts'
import { measureEngine } from './measure-engine.ts'
import { printTable } from './table.ts'
import { type Entrant, type Turns, takeTurns } from './take-turns.ts'

/** Measures the Postgres engine beside SQLite's and beside a plain insert for each request. */
export async function benchPostgres(
  say: (text: string) => unknown,
  turns: Turns,
  stored: number,
): Promise<void> {
  await withDatabases(async make => {
    const entrants = postgresContestants.map((each): Entrant => {
      return each.letter === 'e' ? each : { ...each, store: make }
    })
    for (const keepAlive of [true, false]) {
      const results = await takeTurns(turns, entrants, { keepAlive, traffic: 'genuine' })
      const title = keepAlive ? 'Keep-alive' : 'connection: close (as the provider does)'
      printTable(say, title, results, { base: 'p', careful: 'e' })
    }

    await measureEngine(say, turns, make)
    await measureClients(say, turns, make)

    say(`\nFilling a database with ${stored} callbacks …`)
    const full = await make()
    await fillDatabase(full, stored, say)
    const reelay = postgresContestants.find(({ letter }) => letter === 'g')!
    const stores = [
      { ...reelay, name: 'Reelay, empty database', store: make },
      { ...reelay, name: `Reelay, ${stored} stored`, store: () => full },
    ]
    const results = await takeTurns(turns, stores, { keepAlive: true })
    printTable(say, 'Reelay by what is stored (keep-alive)', results, { base: 'g' })
  })
}
