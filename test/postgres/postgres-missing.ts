import { Client } from 'pg'
import { serverUrl } from './server-url.ts'

/**
 * Why tests can't use the running Postgres server; false where they can.
 * @throws in CI, where nothing is skipped.
 */
export async function postgresMissing(): Promise<string | false> {
  const url = serverUrl()
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  // What it says after the answer is of no interest.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return false
  } catch (error) {
    return missing(`no Postgres at ${withoutPassword(url)} (${reason(error)})`)
  }
}

/** Gives the reason back, for a test's `skip`; in CI it is an error. */
export function missing(reason: string): string {
  if (process.env['CI']) throw new Error(`${reason}: in CI it has to be there`)
  return reason
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}

function withoutPassword(text: string): string {
  const url = new URL(text)
  url.password = ''
  return url.href
}
