/** The whole configuration: typed, complete, with every default filled in and every path absolute. */
export interface Settings {
  /** Accounts listed in the file; empty where `TWILIO_AUTH_TOKEN` serves any account. */
  accounts: AccountSettings[]
  /** Tokens that serve any account; empty where accounts are listed. */
  authTokens: string[]
  /** Public URLs without a slash at the end; empty: derived from each request. */
  publicUrls: string[]
  /** `/callbacks`; never ends in a slash unless it is `/`. */
  callbackPath: string
  store: { engine: 'sqlite'; path: string }
  sinks: SinkSettings[]
  retention: RetentionSettings
  listen: { host: string; port: number }
  admin: { host: string; port: number; token?: string }
  log: { level: LogLevel; personalData: boolean }
  /** How long readiness is false before connections are refused (`SHUTDOWN_DELAY`), ms. */
  shutdownDelayMs: number
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
