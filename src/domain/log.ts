/** What parts of Reelay log with; pino fits. */
export interface Log {
  debug(facts: object, msg?: string): void
  info(facts: object, msg?: string): void
  warn(facts: object, msg?: string): void
  error(facts: object, msg?: string): void
}
