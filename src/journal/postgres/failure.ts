import { DatabaseError } from 'pg'
import { Unstored } from '../../domain/journal.ts'

type Explanation = readonly [code: Unstored['code'], advice: string]

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const byState: Readonly<Record<string, Explanation>> = {
  '25006': ['read-only', 'it is a standby, or read-only: name the primary in REELAY_STORE'],
  '28000': ['denied', 'look at user, password and pg_hba.conf'],
  '28P01': ['denied', 'look at user and password'],
  '3D000': ['denied', 'create the database, or name another one in REELAY_STORE'],
  '3F000': ['schema', 'restore the schema, or make it with `reelay migrate`'],
  '42P07': [
    'schema',
    'tables of somebody else are in it: choose another with schema= in REELAY_STORE',
  ],
  '42P01': ['schema', 'restore the schema, or make it with `reelay migrate`'],
  '42883': ['schema', 'restore the schema, or make it with `reelay migrate`'],
  '42601': ['schema', "is the schema's name a reserved word of SQL? Choose another one"],
  '42704': ['denied', 'create the role first'],
  '42501': ['denied', "grant it: `reelay migrate --grant ROLE`, run by the schema's owner"],
  '53100': ['disk-full', "make room on the server's disk"],
  '53300': ['too-many-connections', 'raise max_connections, or lower pool_size in REELAY_STORE'],
  '55P03': ['timeout', 'something holds a lock on our tables: look at pg_stat_activity'],
  '57014': ['timeout', 'it took longer than statement_timeout'],
  '58030': ['io', "look at the server's log and disk"],
}

/** The same by the first two characters: a class of states. */
const byClass: Readonly<Record<string, Explanation>> = {
  '08': ['unavailable', 'the connection broke'],
  '53': ['unavailable', 'it lacks resources'],
  '57': ['unavailable', 'it starts, stops, or was told to end the connection'],
}

/**
 * Says of any error why nothing could be kept, in words for the operator. `place`: see `placeOf`.
 */
export function toUnstored(error: unknown, place: string): Unstored {
  if (error instanceof Unstored) return error
  const text = messageOf(error)
  const state = stateOf(error)
  if (state === undefined) {
    const message = `Postgres (${place}) can't be reached, or does not answer: ${text}`
    return new Unstored('unavailable', message)
  }
  const [code, advice] = byState[state] ?? byClass[state.slice(0, 2)] ?? ['io', 'see its log']
  return new Unstored(code, `Postgres (${place}): ${text} (${state}): ${advice}`)
}

/** The SQLSTATE of what the server said; undefined where the server said nothing. */
export function stateOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined
}

/** Errors of several addresses (`AggregateError`) have a code but no message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name)
}
