import type { SinkPlace } from '../../domain/journal.ts'
import { readVersion } from '../../version.ts'
import type { Database } from './database.ts'

/** How the replicas and the leases stand, as the server saw them. */
export interface LeaseView {
  sinks: {
    name: string
    owner: string | null
    token: number
    /** The sink's cursor. */
    position: number
    free: boolean
  }[]
  /** Those that are alive, and what each is configured with. */
  replicas: { id: string; sinks: string[] }[]
}

/** One replica's calls about leases; see `schema/leases.ts`. @throws Unstored */
export interface Leases {
  /**
   * Says that this replica is there, and renews what it has for `leaseMs` from now. One that is
   * `leaving` takes nothing more, as the others see.
   */
  keep(leaving?: boolean): Promise<LeaseView>
  /** Takes a lease; its fencing token, or undefined where another replica was quicker. */
  take(sink: string): Promise<number | undefined>
  giveBack(sink: string, token: number): Promise<void>
  /** Gives back all and is gone. */
  leave(): Promise<void>
}

/** Has the lease of each sink that is paused, for good: a replica of this id never comes. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** A replica that has been silent for so long, ms, has lost its sinks. */
export const leaseMs = 5_000

/** The server has to answer well before a lease runs out, ms. */
const deadline = 2_000
/** Giving back is a courtesy: a lease runs out by itself. */
const shortDeadline = 1_000

export function createLeases(options: {
  database: Database
  schema: string
  /** A UUID. */
  replica: string
  sinks: readonly SinkPlace[]
}): Leases {
  const { database, schema, replica, sinks } = options
  const names = sinks.map(({ name }) => name)
  const froms = sinks.map(({ from }) => from)

  function call<Row>(
    name: string,
    text: string,
    values: unknown[],
    ms: number = deadline,
  ): Promise<Row[]> {
    return database.query<Row>({ name, text: `CALL ${schema}.${text}`, values }, ms)
  }

  return {
    async keep(leaving) {
      const lists = leaving ? [[], []] : [names, froms]
      const values = [replica, await readVersion(), ...lists, leaseMs]
      const text = 'keep($1, $2, $3, $4, $5, NULL)'
      const [row] = await call<{ state: LeaseView }>('keep', text, values)
      return { sinks: row!.state.sinks ?? [], replicas: row!.state.replicas ?? [] }
    },
    async take(sink) {
      const values = [sink, replica, leaseMs]
      const text = 'take($1, $2, $3, NULL)'
      const [row] = await call<{ new_token: string | null }>('take', text, values)
      return row!.new_token === null ? undefined : Number(row!.new_token)
    },
    async giveBack(sink, token) {
      await call('give-back', 'give_back($1, $2)', [sink, token], shortDeadline)
    },
    async leave() {
      await call('leave', 'leave($1)', [replica], shortDeadline)
    },
  }
}
