import { Client, escapeIdentifier } from 'pg'
import { exitCodes, FatalError } from '../../domain/errors.ts'

import type { PostgresSettings } from '../../domain/settings.ts'
import { readVersion } from '../../version.ts'
import { clientConfig, placeOf } from './connection.ts'
import { stateOf, toUnstored } from './failure.ts'
import { migrations } from './migrations.ts'
import { lockClass } from './schema/log.ts'
import { refuseNewer, refuseUnsafe } from './session.ts'

/** What a run of migrations did: the schema's version before and after it. */
export interface Migrated {
  from: number
  to: number
}

/** How long a replica waits for another one's migrations, and a migration for locks on tables. */
const patience = '60s'
const patienceMs = 90_000

/** Anything else has to be answered within this, ms. */
const answerMs = 2_000

const insufficientPrivilege = '42501'

interface Server {
  fsync: string
  standby: boolean
  encoding: string
  user: string
}

/**
 * Brings the schema up to date; makes it where it is not there. Replicas that start together wait
 * for each other. Nothing is changed, and no right to change anything is needed, where it is up to
 * date.
 * @param grantTo A role that is to run the service: gets what it needs, and no more.
 * @throws FatalError (73, 78) where the schema or the server can't be used
 * @throws Unstored where the server can't be reached
 */
export async function migrate(settings: PostgresSettings, grantTo?: string): Promise<Migrated> {
  const client = new Client(clientConfig(settings))
  client.on('error', () => {}) // told by the query that it breaks
  try {
    await client.connect()
    return await run(client, settings, grantTo)
  } catch (error) {
    throw explain(error, settings)
  } finally {
    void client.end().catch(() => {})
  }
}

async function run(
  client: Client,
  settings: PostgresSettings,
  grantTo: string | undefined,
): Promise<Migrated> {
  const { schema } = settings
  // A server that hangs is found out; what waits for another replica's migrations is not.
  let migrating = false
  const ask = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const config = { text, values, query_timeout: migrating ? patienceMs : answerMs }
    return (await client.query(config)).rows as Row[]
  }
  const [server] = await ask<Server>(
    `SELECT current_setting('fsync') AS fsync, pg_is_in_recovery() AS standby,
       current_setting('server_encoding') AS encoding, current_user AS "user"`,
  )
  refuseUnsafe(server!, placeOf(settings))
  if (server!.encoding !== 'UTF8') {
    const message = `the database is encoded in ${server!.encoding}: make one with ENCODING 'UTF8'`
    throw new FatalError(exitCodes.store, `Postgres (${placeOf(settings)}): ${message}`)
  }

  const before = await readVersionOf(ask, settings)
  if (before === migrations.length && grantTo === undefined) return { from: before, to: before }
  migrating = true
  // Whatever is the default here: what another replica did while we waited has to be seen.
  await ask('BEGIN ISOLATION LEVEL READ COMMITTED')
  await ask(`SET LOCAL lock_timeout = '${patience}'; SET LOCAL statement_timeout = 0`)
  await ask('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockClass, `${schema} migration`])
  // Again, since another replica may have been quicker.
  const from = await readVersionOf(ask, settings)
  if (from === 0) await makeSchema(ask, schema)
  const program = await readVersion()
  for (const [index, { oldestProgram, sql }] of migrations.entries()) {
    if (index < from) continue
    await ask(sql(schema))
    await ask(`INSERT INTO ${schema}.migration VALUES ($1, $2, $3)`, [
      index + 1,
      program,
      oldestProgram,
    ])
  }
  if (grantTo !== undefined) await ask(grants(schema, escapeIdentifier(grantTo)))
  await ask('COMMIT')
  return { from, to: Math.max(from, migrations.length) }
}

type Ask = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** The newest migration that ran; 0 where there is no schema of ours. */
async function readVersionOf(ask: Ask, settings: PostgresSettings): Promise<number> {
  const { schema } = settings
  // Out of the catalog itself: `to_regclass` may tell what was so before another replica's commit.
  const tables = await ask(
    `SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = relnamespace
     WHERE nspname = $1 AND relname = 'migration'`,
    [schema],
  )
  if (tables.length === 0) return 0
  const [row] = await ask<{ version: number; oldest_program: string }>(
    `SELECT version, oldest_program FROM ${schema}.migration ORDER BY version DESC LIMIT 1`,
  )
  if (!row) return 0
  await refuseNewer(row.oldest_program, settings)
  return row.version
}

async function makeSchema(ask: Ask, schema: string): Promise<void> {
  const schemas = await ask('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema])
  if (schemas.length === 0) await ask(`CREATE SCHEMA ${schema}`)
  await ask(
    `CREATE TABLE IF NOT EXISTS ${schema}.migration (
       version        integer PRIMARY KEY,
       program        text NOT NULL,  -- that ran it
       oldest_program text NOT NULL,  -- that may go on using the schema
       ran_at         timestamptz NOT NULL DEFAULT now()
     )`,
  )
}

function grants(schema: string, role: string): string {
  return `
    GRANT USAGE ON SCHEMA ${schema} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
    REVOKE INSERT, UPDATE, DELETE ON ${schema}.migration FROM ${role};
    GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
    GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ${schema} TO ${role};`
}

function explain(error: unknown, settings: PostgresSettings): Error {
  if (error instanceof FatalError) return error
  const { schema } = settings
  if (stateOf(error) === insufficientPrivilege) {
    const message =
      `the schema ${schema} in Postgres (${placeOf(settings)}) has to be made or brought up to date, ` +
      `which this role may not do (${(error as Error).message}): run \`reelay migrate --grant ROLE\` ` +
      'with a REELAY_STORE whose role may, ROLE being the one of the service'
    return new FatalError(exitCodes.store, message)
  }
  const unstored = toUnstored(error, placeOf(settings))
  if (unstored.code === 'schema') return new FatalError(exitCodes.store, unstored.message)
  if (unstored.code === 'not-durable') return new FatalError(exitCodes.config, unstored.message)
  return unstored
}
