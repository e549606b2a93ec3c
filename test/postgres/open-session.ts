import pg from 'pg'
import type { Test } from 'tap'

/** A session that stays open, for transactions that do; it ends with the test. */
export async function openSession(t: Test, url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url })
  session.on('error', () => {}) // the statement tells it too
  await session.connect()
  t.teardown(() => session.end())
  return session
}
