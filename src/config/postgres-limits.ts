import type { PostgresSettings } from '../domain/settings.ts'
import type { PostgresUrl } from './postgres-url.ts'
import { wholeNumber } from './whole-number.ts'

type Limits = Pick<
  PostgresSettings,
  'poolSize' | 'connectTimeoutMs' | 'statementTimeoutMs' | 'lockTimeoutMs'
>

/** How many connections, and how long anything may take. */
export function readPostgresLimits(url: PostgresUrl): Limits {
  const seconds = wholeNumber(url, 'connect_timeout', { from: 1, to: 60, byDefault: 5 })
  return {
    poolSize: wholeNumber(url, 'pool_size', { from: 7, to: 100, byDefault: 10 }),
    connectTimeoutMs: seconds * 1000,
    statementTimeoutMs: readTimeout(url, 'statement_timeout', 5000),
    lockTimeoutMs: readTimeout(url, 'lock_timeout', 1500),
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 }

/** A duration in Postgres's own words; in ms if there is no unit. */
function readTimeout(
  { parameters, wrong }: PostgresUrl,
  name: 'statement_timeout' | 'lock_timeout',
  byDefault: number,
): number {
  const text = parameters.get(name)
  if (text === undefined) return byDefault
  const [, digits, unit = 'ms'] = /^(\d{1,9}) ?(ms|s|min)?$/.exec(text) ?? []
  const value = Number(digits) * units[unit]!
  if (value >= 100 && value <= 60_000) return value
  wrong(name, 'needs a duration from 100ms to 60s. Write it as in: 5s, 500ms or 1min')
  return byDefault
}
