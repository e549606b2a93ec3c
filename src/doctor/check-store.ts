import { constants, existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PostgresSettings, Settings } from '../domain/settings.ts'
import type { Checked } from './checked.ts'
import { existingFolder } from './existing-folder.ts'

/** Opens the store to look, and changes nothing in it. */
export async function checkStore({ store }: Pick<Settings, 'store'>): Promise<Checked[]> {
  return [store.engine === 'sqlite' ? await sqlite(store.path) : await postgres(store)]
}

async function sqlite(path: string): Promise<Checked> {
  const check = 'store'
  const folder = existingFolder(dirname(path))
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    if (existsSync(path)) await access(path, constants.R_OK | constants.W_OK)
  } catch {
    const said = `this user may not write to ${existsSync(path) ? path : folder}`
    const todo = 'Give the user of the service the right to, or move REELAY_STORE.'
    return { check, state: 'fail', said, todo }
  }
  if (!existsSync(path)) {
    return { check, state: 'ok', said: `${path} is not there yet; the service makes it` }
  }
  const { openForReading } = await import('../journal/sqlite/open-for-reading.ts')
  try {
    const { db, version } = openForReading(path)
    try {
      const { rows } = db.prepare('SELECT max(rowid) AS rows FROM callback').get() as {
        rows: number | null
      }
      const held = rows === null ? 'no callback yet' : `callbacks up to position ${rows}`
      return { check, state: 'ok', said: `${path} opens; format ${version}, ${held}` }
    } finally {
      db.close()
    }
  } catch (error) {
    const todo = 'See docs/operations.md, or mend REELAY_STORE.'
    return { check, state: 'fail', said: (error as Error).message, todo }
  }
}

async function postgres(settings: PostgresSettings): Promise<Checked> {
  const check = 'store'
  const { Client } = await import('pg')
  const { clientConfig, placeOf } = await import('../journal/postgres/connection.ts')
  const place = `Postgres (${placeOf(settings)})`
  const client = new Client({ ...clientConfig(settings), query_timeout: 5_000 })
  client.on('error', () => {}) // told by the query that it breaks
  try {
    await client.connect()
    const start = performance.now()
    const { rows } = await client.query<{ version: string; standby: boolean; ours: boolean }>(
      `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS standby,
         EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1) AS ours`,
      [settings.schema],
    )
    const ms = performance.now() - start
    const { version = '', standby = false, ours = false } = rows[0] ?? {}
    if (standby) {
      const todo = 'Name a host that leads to the primary.'
      return { check, state: 'fail', said: `${place} is a standby, which takes no writes`, todo }
    }
    const schema = ours ? 'its schema is there' : 'no schema yet; the service makes it'
    const said = `${place} answers in ${ms.toFixed(1)} ms; version ${version}, ${schema}`
    return { check, state: 'ok', said }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const todo = 'Look at the server, the role and REELAY_STORE.'
    return { check, state: 'fail', said: `${place}: ${message || code}`, todo }
  } finally {
    await client.end().catch(() => {})
  }
}
