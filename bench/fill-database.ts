import { identify } from '../src/journal/identify.ts'
import { createAppender } from '../src/journal/postgres/append.ts'
import { openDatabase } from '../src/journal/postgres/database.ts'
import { migrate } from '../src/journal/postgres/migrate.ts'
import { reading } from '../src/twilio/reading.ts'
import { settingsFor } from '../test/journal/postgres/open-journal.ts'
import { sqlClient } from '../test/postgres/sql-client.ts'
import { makeCallback } from './fill-store.ts'

const groupSize = 250
const steps = 5

/** Fills a database by the engine itself, and tells what a callback costs as it grows. */
export async function fillDatabase(
  url: string,
  count: number,
  say: (text: string) => unknown,
): Promise<void> {
  const settings = settingsFor(url)
  await migrate(settings)
  const database = openDatabase(settings, 1)
  const appender = createAppender(database, settings.schema, reading)
  let first = 0
  for (let step = 0; step < steps; step++) {
    let ms = 0
    for (let done = 0; done < count / steps; done += groupSize) {
      const group = Array.from({ length: groupSize }, () => {
        return { identified: identify(reading, makeCallback()), ageMs: 0 }
      })
      const began = performance.now()
      const { receipts } = await appender.append(group, 60_000)
      ms += performance.now() - began
      if (receipts.some(({ outcome }) => outcome !== 'stored')) throw new Error('not stored')
    }
    const each = (ms * 1000 * steps) / count
    first ||= each
    const ratio = (each / first).toFixed(2)
    say(`${Math.round((count / steps) * (step + 1))}: ${each.toFixed(1)} µs each, ×${ratio}`)
  }
  await database.close()
  const [size] = await sqlClient(url)<{ bytes: number }>(
    `SELECT pg_database_size(current_database()) AS bytes`,
  )
  say(`bytes on disk for each callback: ${Math.round(size!.bytes / count)}`)
}
