import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Receipt } from '../domain/journal.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { reading } from '../twilio/reading.ts'
import type { InventedCallback } from './invented-rooms.ts'

/** How many had each outcome. */
export type FillCount = Record<Receipt['outcome'], number>

/** A commit takes this many; in Postgres its body is bounded too. */
const groupSize = 200

/**
 * Appends callbacks to a store by its engine itself, as if they had come when they say. `progress`
 * is told now and then how many are done.
 * @throws FatalError (73) where the store is in use or can't be used
 */
export async function fillStore(
  store: StoreSettings,
  callbacks: Iterable<InventedCallback>,
  progress: (done: number) => void,
): Promise<FillCount> {
  const filler = await openFiller(store)
  const count: FillCount = { stored: 0, duplicate: 0, quarantined: 0 }
  let done = 0
  async function append(group: InventedCallback[]): Promise<void> {
    for (const { outcome } of await filler.append(group)) count[outcome]++
    done += group.length
    progress(done)
  }
  try {
    let group: InventedCallback[] = []
    for (const each of callbacks) {
      group.push(each)
      if (group.length < groupSize) continue
      await append(group)
      group = []
    }
    if (group.length > 0) await append(group)
    return count
  } finally {
    await filler.close()
  }
}

interface Filler {
  append(group: readonly InventedCallback[]): Promise<readonly Receipt[]>
  close(): Promise<void>
}

async function openFiller(store: StoreSettings): Promise<Filler> {
  if (store.engine === 'postgres') {
    const { openDatabase } = await import('../journal/postgres/database.ts')
    const { createAppender } = await import('../journal/postgres/append.ts')
    const { identify } = await import('../journal/identify.ts')
    const { migrate } = await import('../journal/postgres/migrate.ts')
    await migrate(store)
    const database = openDatabase(store, 1)
    const text = `SELECT EXISTS (SELECT FROM ${store.schema}.callback) AS filled`
    const [row] = await database.query<{ filled: boolean }>({ name: 'filled', text, values: [] })
    if (row!.filled) {
      await database.close()
      throw notEmpty()
    }
    const appender = createAppender(database, store.schema, reading)
    return {
      async append(group) {
        const now = Date.now()
        const arrivals = group.map(({ at, callback }) => {
          return { identified: identify(reading, callback), ageMs: now - at }
        })
        return (await appender.append(arrivals, 60_000)).receipts
      },
      close: database.close,
    }
  }
  const { lockJournal } = await import('../journal/sqlite/lock.ts')
  const { openStore } = await import('../journal/sqlite/store.ts')
  const unlock = lockJournal(store.path)
  let at = Date.now()
  const journal = openStore(store.path, reading, () => at)
  const rows = journal.upkeep(db => db.prepare('SELECT 1 FROM callback LIMIT 1').all())
  if (rows.length > 0) {
    journal.close()
    unlock()
    throw notEmpty()
  }
  return {
    async append(group) {
      at = group.at(-1)!.at
      const appends = group.map(({ callback }) => callback)
      const { receipts } = journal.commit({ appends, settlements: [], opens: [] })
      journal.checkpoint()
      return receipts
    },
    async close() {
      journal.close()
      unlock()
    },
  }
}

function notEmpty(): FatalError {
  const message = 'the store has callbacks already: invented ones go into an empty store only'
  return new FatalError(exitCodes.store, message)
}
