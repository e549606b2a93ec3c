import { randomBytes } from 'node:crypto'
import { serverUrl } from '../test/postgres/server-url.ts'
import { sqlClient } from '../test/postgres/sql-client.ts'

/** Makes databases on the running server, by their URLs; they are dropped at the end. */
export async function withDatabases(work: (make: () => Promise<string>) => Promise<void>) {
  const server = sqlClient(serverUrl())
  const made: string[] = []
  const make = async (): Promise<string> => {
    const name = `reelay_bench_${randomBytes(6).toString('hex')}`
    await server(`CREATE DATABASE ${name}`)
    made.push(name)
    return serverUrl(name)
  }
  try {
    await work(make)
  } finally {
    for (const name of made) await server(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}
