import type { Query } from './query.ts'

/** What a sink has not got although its cursor has passed it. */
export interface ParkedRow {
  /** Or the name of one of its replays. */
  sink: string
  position: number
  state: 'waiting' | 'dead'
  attempts: number
  cause: string
  /** When it is due, or when it died; ms since the epoch. */
  at: number
}

/** Reads what is parked of some events, at every sink and replay. @throws Unstored */
export function readParked(query: Query, positions: readonly number[]): Promise<ParkedRow[]> {
  if (positions.length === 0) return Promise.resolve([])
  const { among, ms } = query.dialect
  return query.rows<ParkedRow>(
    `SELECT sink, position, state, attempts, cause, ${ms('at')} AS at FROM parked
     WHERE ${among('position', 1, 'bigint')} ORDER BY position, sink`,
    [positions],
  )
}
