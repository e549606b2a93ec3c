import { nearestName } from './nearest-name.ts'

/** What a Postgres URL may say: libpq's parameters, and those of our own. */
export const postgresParameters = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'connect_timeout',
  'schema',
  'pool_size',
  'password_file',
  'statement_timeout',
  'lock_timeout',
] as const

export type PostgresParameter = (typeof postgresParameters)[number]

/** What one says, percent-decoded, nothing of it empty; and how to tell of it. */
export interface PostgresUrl {
  parameters: ReadonlyMap<PostgresParameter, string>
  /** Absolute: what relative paths in it start at. */
  baseDir: string
  /** Reports a mistake in one of its parameters. */
  wrong(name: PostgresParameter, message: string): void
  warn(message: string): void
}

/** One that needs nothing else, for messages. */
export const postgresExample = 'postgres://reelay@db.example.com/reelay'

const severalHosts =
  'names several hosts. Use one name that leads to the primary: ' +
  'a DNS name, a virtual IP or a pooler.'

/** What is better than the nearest name. */
const otherwise = new Map([
  ['ssl', 'ssl: unknown. Use sslmode: disable, require, verify-ca or verify-full.'],
  ['channel_binding', 'channel_binding: not supported. Leave it out.'],
  [
    'target_session_attrs',
    'target_session_attrs: not supported. Use one name that leads to the primary: a DNS name, ' +
      'a virtual IP or a pooler.',
  ],
])

const encode =
  'Within a value write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, & as %26 and ' +
  'a blank as %20; or keep the password in a file, with password_file=PATH.'

/**
 * Takes a Postgres URL apart as libpq does; what stands before the query gets libpq's names too.
 * Undefined after a mistake that leaves open what the parts are. Messages show no value: with one
 * character that is not encoded, the password's end may be anywhere.
 */
export function parsePostgresUrl(
  text: string,
  wrong: (message: string) => void,
): PostgresUrl['parameters'] | undefined {
  const notEncoded = whatIsNotEncoded(text)
  if (notEncoded !== undefined) {
    wrong(`${notEncoded} ${encode}`)
    return undefined
  }
  const [, user, password, address, path, query] =
    /^[a-z]+:\/\/(?:([^/?@:]*)(?::([^/?@]*))?@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/i.exec(text) ??
    []
  if (address === undefined) {
    wrong(`not a valid URL. Write it as in: ${postgresExample}`)
    return undefined
  }
  if (address.includes(',')) wrong(severalHosts)
  const [first = ''] = address.split(',')
  const [, host, port] = /^(\[[^[\]]*\]|[^:[\]]*)(?::(\d*))?$/.exec(first) ?? []
  if (host === undefined) {
    const examples = 'db.example.com, db.example.com:5432 or [::1]:5432'
    wrong(`its host and port can't be made out. Write them as in: ${examples}. ${encode}`)
    return undefined
  }
  if (path?.includes('/')) wrong(`its path is more than a database's name. ${encode}`)
  const parameters = new Map<PostgresParameter, string>()
  const parts = { user, password, host: host.replaceAll(/[[\]]/g, ''), port, dbname: path }
  for (const [name, value = ''] of Object.entries(parts)) {
    if (value !== '') parameters.set(name as PostgresParameter, decodeURIComponent(value))
  }
  addQuery(parameters, query ?? '', wrong)
  return parameters
}

function whatIsNotEncoded(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return 'has a blank or a control character in it.'
  if (text.includes('#')) return 'has a # in it.'
  // The second one, or one behind the host: a password's.
  if (/:\/\/.*[@/?].*@/.test(text)) return 'has an @ in it where no URL has one.'
  try {
    if (!decodeURIComponent(text).includes('\0')) return undefined
  } catch {
    // Told the same way.
  }
  return 'has a % in it that begins no escape of UTF-8.'
}

function addQuery(
  parameters: Map<PostgresParameter, string>,
  query: string,
  wrong: (message: string) => void,
): void {
  const pieces = query.split('&').filter(piece => piece !== '')
  const written = new Set<PostgresParameter>()
  for (const [index, piece] of pieces.entries()) {
    const [, key, text] = /^([^=]*)=(.*)$/.exec(piece) ?? []
    const name = postgresParameters.find(each => each === key)
    // Not shown: it may be what follows a & in a password.
    const which = `parameter ${index + 1} in its query`
    if (key === undefined || text === undefined) {
      wrong(`${which} is no name=value. Within a value write & as %26.`)
    } else if (name === undefined) {
      const nearest = nearestName(key, postgresParameters)
      wrong(otherwise.get(key) ?? `${which} is unknown. The nearest name is ${nearest}.`)
    } else if (text === '') {
      wrong(`${name}: is empty. Fill it in, or leave it out.`)
    } else {
      const value = decodeURIComponent(text)
      // libpq's way to name a socket's folder beside a host, which some tools insist on.
      const instead = name === 'host' && value.startsWith('/') && !written.has(name)
      if (parameters.has(name) && !instead) wrong(`${name}: is given twice. Keep one of the two.`)
      if (name === 'host' && value.includes(',')) wrong(severalHosts)
      parameters.set(name, value)
      written.add(name)
    }
  }
}
