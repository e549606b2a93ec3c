import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { serverUrl } from './server-url.ts'
import { sqlClient } from './sql-client.ts'

/**
 * Makes a role that may log in and nothing else; it is dropped with the test. Make it before the
 * databases in which it gets rights: they have to be gone by then.
 * @param attributes As `CREATE ROLE` takes them: `CONNECTION LIMIT 1`.
 */
export async function testRole(t: Test, attributes = ''): Promise<string> {
  const name = `reelay_test_${randomBytes(6).toString('hex')}`
  const server = sqlClient(serverUrl())
  await server(`CREATE ROLE ${name} LOGIN ${attributes}`)
  t.teardown(() => server(`DROP ROLE ${name}`))
  return name
}
