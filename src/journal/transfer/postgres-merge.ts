import type { Reading } from '../../domain/reading.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { createAppender } from '../postgres/append.ts'
import { openDatabase } from '../postgres/database.ts'
import { migrate } from '../postgres/migrate.ts'
import { refusal } from './postgres-session.ts'
import { storedCallback } from './stored-callback.ts'
import type { MergeTarget } from './target.ts'

/** One group may take so long, ms. */
const deadlineMs = 60_000

/** Adds to a journal in Postgres, beside replicas that run. @throws FatalError (69, 73, 78) */
export async function openPostgresMerge(
  settings: PostgresSettings,
  reading: Reading,
): Promise<MergeTarget> {
  const attempt = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch(error => {
      throw refusal(error, settings)
    })
  await attempt(migrate(settings))
  const { schema } = settings
  const database = openDatabase(settings, 1)
  const appender = createAppender(database, schema, reading)

  return {
    async append(callbacks) {
      const now = Date.now()
      const arrivals = callbacks.map(row => {
        const { identified, receivedAt } = storedCallback(reading, row)
        return { identified, ageMs: now - receivedAt }
      })
      const { receipts } = await attempt(appender.append(arrivals, deadlineMs))
      return receipts.filter(({ outcome }) => outcome !== 'duplicate').length
    },
    async claim(keys) {
      const text = `INSERT INTO ${schema}.identity (key, position)
        SELECT key::uuid, 0 FROM unnest($1::text[]) AS key ON CONFLICT (key) DO NOTHING`
      await attempt(database.query({ name: 'claim', text, values: [keys] }, deadlineMs))
    },
    close: () => database.close(),
  }
}
