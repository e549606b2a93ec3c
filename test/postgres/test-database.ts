import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { serverUrl } from './server-url.ts'
import { type Sql, sqlClient } from './sql-client.ts'

/** A database that one test has for itself. */
export interface TestDatabase {
  name: string
  /** `postgres://postgres@127.0.0.1:5432/NAME` */
  url: string
  sql: Sql
}

/**
 * Makes an empty database on the running server; it is dropped, whoever uses it, with the test.
 * @param attributes As `CREATE DATABASE` takes them.
 */
export async function testDatabase(t: Test, attributes = ''): Promise<TestDatabase> {
  const name = `reelay_test_${randomBytes(6).toString('hex')}`
  const server = sqlClient(serverUrl())
  await server(`CREATE DATABASE ${name} ${attributes}`)
  t.teardown(() => server(`DROP DATABASE ${name} WITH (FORCE)`))
  const url = serverUrl(name)
  return { name, url, sql: sqlClient(url) }
}
