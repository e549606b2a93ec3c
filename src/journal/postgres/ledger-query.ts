import { hash } from 'node:crypto'
import type { PostgresSettings } from '../../domain/settings.ts'
import type { IndexQuery } from '../ledger/query.ts'
import { openDatabase } from './database.ts'
import { postgresDialect } from './ledger-dialect.ts'
import { readUsedBytes } from './stats.ts'

/** Of a replica's connections, those that look things up. */
export const ledgerConnections = 2

/** A look may take so long, ms. */
const deadlineMs = 30_000

/** Looks things up in a journal in Postgres, and writes the index. */
export function openPostgresQuery(settings: PostgresSettings): IndexQuery {
  const { schema } = settings
  const database = openDatabase(settings, ledgerConnections, { int8: Number, schema })

  async function rows<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const name = hash('sha256', text).slice(0, 32)
    return database.query<Row>({ name, text, values: values.map(toValue) }, deadlineMs)
  }

  return {
    engine: 'postgres',
    dialect: postgresDialect,
    rows,
    row: async <Row>(text: string, values?: readonly unknown[]) =>
      (await rows<Row>(text, values))[0],
    async write(statements) {
      const changed = await database.transaction(schema, statements, { unlessFirst: true })
      return changed[0] === 0 ? undefined : changed
    },
    bytes: async () => (await readUsedBytes(database, schema)).bytes,
    close: () => database.close(),
  }
}

function toValue(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value
}
