import pg from 'pg'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { clientConfig, placeOf } from '../postgres/connection.ts'
import { toUnstored } from '../postgres/failure.ts'
import { prepareSession } from '../postgres/session.ts'

/** One connection that runs one long transaction. */
export interface PostgresSession {
  /** A bigint comes as a number. @throws FatalError (69 or 73) */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** What was not committed is rolled back. */
  close(): Promise<void>
}

/** Between two statements it waits for a file or a pipe so long at the most, ms. */
const idleMs = 300_000

/** @throws FatalError (69 or 73) */
export async function openPostgresSession(settings: PostgresSettings): Promise<PostgresSession> {
  const client = new pg.Client({ ...clientConfig(settings), types })
  client.on('error', () => {}) // the statement under way, or the next one, tells it
  const session: PostgresSession = {
    async query<Row>(text: string, values?: unknown[]) {
      try {
        const { rows } = await client.query(values === undefined ? { text } : { text, values })
        return rows as Row[]
      } catch (error) {
        throw refusal(error, settings)
      }
    },
    close: () => client.end().catch(() => {}),
  }
  try {
    await client.connect()
    await prepareSession(client, settings)
    await session.query(`SELECT set_config('statement_timeout', '0', false),
      set_config('idle_in_transaction_session_timeout', '${idleMs}', false)`)
    return session
  } catch (error) {
    await session.close()
    throw refusal(error, settings)
  }
}

/** Says of what Postgres refuses what it means for the journal, and how the process ends by it. */
export function refusal(error: unknown, settings: PostgresSettings): FatalError {
  if (error instanceof FatalError) return error
  const unstored = toUnstored(error, placeOf(settings))
  const away = unstored.code === 'unavailable' || unstored.code === 'too-many-connections'
  const exitCode = away ? exitCodes.unavailable : exitCodes.store
  return new FatalError(exitCode, unstored.message, { cause: error })
}

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8) return Number
    return pg.types.getTypeParser(oid as number, format as 'text')
  },
}
