import { type RawRow, rawColumns } from '../raw-row.ts'

/** A row of the log as `pg` gives it. */
export type EventRow = RawRow & {
  /** A bigint, as text. */
  position: string
  /** When it was stored, ms since the epoch. */
  received_ms: number
}

/** The columns of an `EventRow` of the table of this name. */
export function rawOf(table: string): string {
  const raw = rawColumns.split(', ').map(column => `${table}.${column}`)
  return [
    `${table}.position`,
    `(extract(epoch FROM ${table}.received_at) * 1000)::float8 AS received_ms`,
    ...raw,
  ].join(', ')
}
