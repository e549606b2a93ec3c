import type { ClientBase } from 'pg'
import { Unstored } from '../../domain/journal.ts'
import type { PostgresSettings } from '../../domain/settings.ts'
import { readVersion } from '../../version.ts'
import { placeOf } from './connection.ts'
import { isOlder } from './program-version.ts'

/** A new connection has to be ready within this, ms. */
const deadline = 3_000

interface Server {
  fsync: string
  standby: boolean
}

/**
 * Sets up a new connection, whatever role, database or server say by default, and looks whether
 * what is committed over it will be on disk and is ours to write.
 * @throws Unstored
 */
export async function prepareSession(
  client: ClientBase,
  settings: PostgresSettings,
): Promise<void> {
  const [server] = await ask<Server>(client, {
    // `remote_apply` promises more than `on` does: whoever set that keeps it.
    text: `SELECT current_setting('fsync') AS fsync, pg_is_in_recovery() AS standby,
      CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN ''
        ELSE set_config('synchronous_commit', 'on', false) END,
      set_config('default_transaction_isolation', 'read committed', false),
      set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),
      set_config('idle_in_transaction_session_timeout', '10s', false),
      set_config('client_min_messages', 'warning', false), set_config('jit', 'off', false)`,
    values: [String(settings.statementTimeoutMs), String(settings.lockTimeoutMs)],
  })
  refuseUnsafe(server!, placeOf(settings))
  const [schema] = await ask<{ oldest_program: string }>(client, {
    text: `SELECT oldest_program FROM ${settings.schema}.migration ORDER BY version DESC LIMIT 1`,
    values: [],
  })
  await refuseNewer(schema?.oldest_program, settings)
}

/** @throws Unstored where a commit would not mean that it is on disk. */
export function refuseUnsafe({ fsync, standby }: Server, place: string): void {
  if (standby) {
    const message = `Postgres (${place}) is a standby: name the primary in REELAY_STORE`
    throw new Unstored('read-only', message)
  }
  if (fsync !== 'on') {
    const message =
      `Postgres (${place}) runs with fsync=off: what it commits may not be on disk. ` +
      'Turn fsync on, or name another server in REELAY_STORE'
    throw new Unstored('not-durable', message)
  }
}

/** @throws Unstored where the schema needs a newer program than this one. */
export async function refuseNewer(
  oldest: string | undefined,
  settings: PostgresSettings,
): Promise<void> {
  const program = await readVersion()
  if (oldest === undefined || !isOlder(program, oldest)) return
  const message =
    `the schema ${settings.schema} in Postgres (${placeOf(settings)}) was made by a newer Reelay: ` +
    `it needs ${oldest} at least, this is ${program}. Run the newer version`
  throw new Unstored('schema', message)
}

async function ask<Row>(
  client: ClientBase,
  query: { text: string; values: unknown[] },
): Promise<Row[]> {
  const config = { ...query, query_timeout: deadline }
  return (await client.query(config)).rows as Row[]
}
