import { resolve } from 'node:path'
import type { PostgresSettings } from '../domain/settings.ts'
import type { Finding, Report } from './finding.ts'
import type { Given } from './given.ts'
import { isHost } from './is-host.ts'
import { isLoopback } from './listeners.ts'
import { readPostgresLimits } from './postgres-limits.ts'
import { readPostgresTls } from './postgres-tls.ts'
import { type PostgresUrl, parsePostgresUrl, postgresExample } from './postgres-url.ts'
import { readSecretFile } from './read-secret-file.ts'
import { wholeNumber } from './whole-number.ts'

/** The settings in a `postgres://` URL; undefined after a mistake that leaves nothing of it. */
export function readPostgresStore(
  { place, text, baseDir }: Given,
  mistake: Report,
  warnings: Finding[],
): PostgresSettings | undefined {
  const parameters = parsePostgresUrl(text, message => mistake(place, message))
  if (parameters === undefined) return undefined
  const url: PostgresUrl = {
    parameters,
    baseDir,
    wrong: (name, message) => mistake(place, `${name}: ${message}`),
    warn: message => void warnings.push({ place, message }),
  }
  const host = readHost(url)
  const port = wholeNumber(url, 'port', { from: 1, to: 65_535, byDefault: 5432 })
  const database = readDatabase(url)
  const login = readLogin(url)
  const tls = readPostgresTls(url)
  const isSocket = host.startsWith('/')
  if (!parameters.has('sslmode') && !tls && host !== '' && !isSocket && !isLoopback(host)) {
    url.warn(
      'the connection to Postgres is not encrypted. Add sslmode=verify-full, or sslmode=disable ' +
        'to say that this is meant.',
    )
  }
  return {
    engine: 'postgres',
    host,
    port,
    database,
    ...login,
    // As with libpq, a socket is never encrypted.
    ...(tls === undefined || isSocket ? {} : { tls }),
    schema: readSchema(url),
    applicationName: readApplicationName(url),
    ...readPostgresLimits(url),
  }
}

function readHost({ parameters, wrong }: PostgresUrl): string {
  const host = parameters.get('host') ?? ''
  if (host === '') {
    wrong('host', `is missing. Write it as in: ${postgresExample}, or add host=/run/postgresql`)
  } else if (/^\/.*\.s\.PGSQL\.\d+$/.test(host)) {
    wrong('host', 'is the socket itself. Give the folder that it is in.')
  } else if (!host.startsWith('/') && !host.includes(',') && !isHost(host)) {
    wrong('host', 'not a host: it needs a name, an address or the folder of a socket.')
  }
  return host
}

function readDatabase({ parameters, wrong }: PostgresUrl): string {
  const database = parameters.get('dbname') ?? ''
  if (database === '') wrong('dbname', `is missing. Name the database: ${postgresExample}`)
  return database
}

function readLogin({
  parameters,
  baseDir,
  wrong,
}: PostgresUrl): Pick<PostgresSettings, 'user' | 'password' | 'passwordFile'> {
  const user = parameters.get('user')
  const password = parameters.get('password')
  const path = parameters.get('password_file')
  if (path !== undefined) {
    if (password !== undefined) {
      wrong('password_file', 'there is a password too. Keep one of the two.')
    } else {
      readSecretFile(path, baseDir, '', (_, message) => wrong('password_file', message))
    }
  }
  return {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(path === undefined ? {} : { passwordFile: resolve(baseDir, path) }),
  }
}

function readSchema({ parameters, wrong }: PostgresUrl): string {
  const schema = parameters.get('schema') ?? 'reelay'
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) {
    wrong('schema', 'needs 1 to 41 letters from a to z, digits and underscores, no digit first.')
  } else if (schema.startsWith('pg_') || schema === 'information_schema') {
    wrong('schema', "is one of Postgres's own. Choose another name.")
  }
  return schema
}

function readApplicationName({ parameters, wrong }: PostgresUrl): string {
  const name = parameters.get('application_name') ?? 'reelay'
  // Postgres would cut it and put question marks into it.
  if (!/^[\x20-\x7e]{1,63}$/.test(name))
    wrong('application_name', 'needs 1 to 63 ASCII characters.')
  return name
}
