/**
 * The whole configuration: typed, complete, with every default filled in and every path absolute.
 */
export interface Settings {
  /** Accounts listed in the file; empty where `TWILIO_AUTH_TOKEN` serves any account. */
  accounts: AccountSettings[]
  /** Tokens that serve any account; empty where accounts are listed. */
  authTokens: string[]
  /** Public URLs without a slash at the end; empty: derived from each request. */
  publicUrls: string[]
  /** `/callbacks`; never ends in a slash unless it is `/`. */
  callbackPath: string
  store: StoreSettings
  /**
   * The SQLite file that takes callbacks while Postgres does not (`REELAY_SPOOL`); absent: none.
   */
  spool?: string
  sinks: SinkSettings[]
  retention: RetentionSettings
  listen: { host: string; port: number }
  admin: { host: string; port: number; tokens: AdminToken[] }
  log: { level: LogLevel; personalData: boolean }
  /** A recording that has not completed so long after its start is stalled, ms; absent: never. */
  stalledAfterMs?: number
  /** How long readiness is false before connections are refused (`SHUTDOWN_DELAY`), ms. */
  shutdownDelayMs: number
}

/** A bearer token of the admin listener. */
export interface AdminToken {
  /** Unique; what audit lines call whoever brings it. */
  name: string
  token: string
  /** `read` looks only. */
  role: 'admin' | 'read'
}

/** Where callbacks are kept. */
export type StoreSettings = SqliteSettings | PostgresSettings

export interface SqliteSettings {
  engine: 'sqlite'
  path: string
}

export interface PostgresSettings {
  engine: 'postgres'
  /** A name, an address, or the folder of a socket (it begins with `/`). */
  host: string
  port: number
  database: string
  /** Absent: as libpq finds it, `PGUSER` or the user of the process. */
  user?: string
  password?: string
  /** A file that holds the password; read anew for each connection, so that it may rotate. */
  passwordFile?: string
  /** Absent: not encrypted. */
  tls?: PostgresTls
  /** What all of Reelay's tables are in. */
  schema: string
  applicationName: string
  /** Connections that one replica holds at the most. */
  poolSize: number
  connectTimeoutMs: number
  /** Sessions' `statement_timeout` and `lock_timeout`, ms. */
  statementTimeoutMs: number
  lockTimeoutMs: number
}

export interface PostgresTls {
  /** What is checked of the server's certificate: nothing, who signed it, or its name as well. */
  verify: 'none' | 'chain' | 'full'
  /** Paths of PEM files; without a CA, Node's own list of them. */
  caFile?: string
  certFile?: string
  keyFile?: string
}

export interface AccountSettings {
  accountSid: string
  name?: string
  authTokens: string[]
  sharedKeys: SharedKey[]
  /** True: refuse what was signed by an auth token. */
  requireSharedKey: boolean
}

export interface SharedKey {
  sid: string
  secret: string
  algorithm: 'sha1' | 'sha256'
}

export interface SinkSettings {
  /** Unique; owns the sink's position in the log. */
  name: string
  url: string
  /** Event types that it wants, `*` at an end allowed; all if absent. */
  types?: string[]
  from: 'beginning' | 'now'
  options: Record<string, unknown>
}

/** All in ms, but for `maxStoreBytes`. */
export interface RetentionSettings {
  events: number
  quarantine: number
  deadLetters: number
  maxAge: number
  maxStoreBytes?: number
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
