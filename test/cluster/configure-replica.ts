import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { account } from '../crash/recording-life.ts'

/** Writes a replica's configuration into the folder. Returns the environment that names it. */
export function configureReplica(
  folder: string,
  replica: { name: string; store: string; sinks: readonly { name: string; url: string }[] },
): Record<string, string> {
  const { name, store, sinks } = replica
  const path = join(folder, `${name}.json`)
  const { accountSid, authToken, publicUrl } = account
  const retry = { baseSeconds: 0.02, capSeconds: 0.2, attempts: 1000 }
  writeFileSync(
    path,
    JSON.stringify({
      accounts: [{ accountSid, authTokens: [authToken] }],
      publicUrl: [publicUrl],
      store,
      sinks: sinks.map(({ name, url }) => ({ name, url, options: { retry } })),
    }),
  )
  return { REELAY_CONFIG: path, REELAY_SPOOL: join(folder, `${name}.spool.db`) }
}
