import { leaseProcedures } from './schema/leases.ts'
import { appendProcedure, tables } from './schema/log.ts'
import { operatingTables } from './schema/operating.ts'
import { requeueProcedure } from './schema/requeue.ts'
import { retainProcedure } from './schema/retention.ts'
import { settleProcedure } from './schema/settle.ts'
import { settleAttemptsProcedure } from './schema/settle-attempts.ts'

/** One step of the schema's history. Once released it is never changed. */
export interface Migration {
  /** The oldest program that may go on using the schema after it: a rolling upgrade runs both. */
  oldestProgram: string
  /** The step for a schema of this name, which needs no quoting. */
  sql(schema: string): string
}

/** Forward-only; a migration's version is its place in this list, from 1. */
export const migrations: readonly Migration[] = [
  {
    oldestProgram: '0.2.0',
    sql: schema =>
      [tables, appendProcedure, settleProcedure, leaseProcedures, retainProcedure]
        .map(part => part(schema))
        .join('\n'),
  },
  {
    oldestProgram: '0.2.0',
    sql: schema =>
      [operatingTables, settleAttemptsProcedure, requeueProcedure]
        .map(part => part(schema))
        .join('\n'),
  },
]
