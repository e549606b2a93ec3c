import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ConnectionOptions } from 'node:tls'
import type { ClientConfig } from 'pg'
import type { PostgresSettings, PostgresTls } from '../../domain/settings.ts'

/** What `pg` is told to open a connection as the settings say. Reads the files of TLS. */
export function clientConfig(settings: PostgresSettings): ClientConfig {
  const { host, port, database, user, password, passwordFile, tls, applicationName } = settings
  return {
    host,
    port,
    database,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    // Read for each connection: a password that rotates is found by the next one.
    ...(passwordFile !== undefined && {
      password: async () => (await readFile(passwordFile, 'utf8')).trim(),
    }),
    ssl: tls ? tlsOptions(tls) : false,
    application_name: applicationName,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
  }
}

function tlsOptions({ verify, caFile, certFile, keyFile }: PostgresTls): ConnectionOptions {
  return {
    rejectUnauthorized: verify !== 'none',
    ...(verify !== 'full' && { checkServerIdentity: () => undefined }),
    ...(caFile !== undefined && { ca: readFileSync(caFile) }),
    ...(certFile !== undefined && { cert: readFileSync(certFile) }),
    ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
  }
}

/** Where a server is, for people: no user, no password. */
export function placeOf({ host, port, database }: PostgresSettings): string {
  const name = host.includes(':') ? `[${host}]` : host
  return host.startsWith('/') ? `${database} at ${host}` : `${database} at ${name}:${port}`
}
