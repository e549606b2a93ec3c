import { once } from 'node:events'
import { Client } from 'pg'
import type { Test } from 'tap'
import type { PostgresSettings } from '../../../src/domain/settings.ts'
import { clientConfig } from '../../../src/journal/postgres/connection.ts'
import type { Database } from '../../../src/journal/postgres/database.ts'
import { prepareSession } from '../../../src/journal/postgres/session.ts'

/**
 * A client that is paused right after it has sent a statement: it never sends the Sync that ends
 * what it began. Its queries reach the server, and never resolve.
 */
export async function silentClient(t: Test, settings: PostgresSettings) {
  const client = new Client(clientConfig(settings))
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => void client.connection.stream.destroy())
  await prepareSession(client, settings)
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const { connection } = client
  // A Flush instead: the server answers, and waits for more.
  connection.sync = () => connection.flush()
  const database: Database = {
    place: 'a silent client',
    query(statement) {
      void client.query(statement).catch(() => {})
      return new Promise(() => {})
    },
    transaction: () => new Promise(() => {}),
    close: async () => {},
  }
  return {
    pid: rows[0]!.pid,
    database,
    /** Resolves when the server has done what it was told. */
    done: () => once(connection, 'commandComplete'),
  }
}
