import pg from 'pg'
import type { Test } from 'tap'
import { type Sql, types } from './sql-client.ts'

/** A session that stays open, for transactions that do; it ends with the test. */
export async function openSession(t: Test, url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url, types })
  session.on('error', () => {}) // the statement tells it too
  await session.connect()
  t.teardown(() => session.end())
  return session
}

/**
 * Runs SQL over one session, one statement after the other: quicker than `sqlClient` where many
 * are.
 */
export async function openSql(t: Test, url: string): Promise<Sql> {
  const session = await openSession(t, url)
  return async <Row>(text: string, values: readonly unknown[] = []) =>
    (await session.query(text, [...values])).rows as Row[]
}
