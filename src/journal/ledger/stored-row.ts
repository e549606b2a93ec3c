import type { FieldError, Parsed } from '../../domain/event.ts'
import type { Reading } from '../../domain/reading.ts'
import { parseSafely } from '../identify.ts'
import { type RawRow, rawColumns, toRaw } from '../raw-row.ts'
import type { Query } from './query.ts'

/** A callback as it is stored. */
export type StoredRow = RawRow & {
  position: number
  received_at: number
  id: string
  /** Null: it fits no schema. */
  type: string | null
  errors: string | null
}

/** The columns of a `StoredRow`, of the table `callback` under this name. */
export function storedColumns({ dialect }: Query, table: string): string {
  const raw = rawColumns.split(', ').map(column => `${table}.${column}`)
  const receivedAt = dialect.ms(`${table}.received_at`)
  return `${table}.position, ${receivedAt} AS received_at, ${table}.id, ${table}.type, ${table}.errors,
    ${raw.join(', ')}`
}

/** Reads callbacks by their positions, in order; what is gone is left out. */
export function readStored(query: Query, positions: readonly number[]): Promise<StoredRow[]> {
  if (positions.length === 0) return Promise.resolve([])
  const text = `SELECT ${storedColumns(query, 'c')} FROM callback AS c
    WHERE ${query.dialect.among('c.position', 1, 'bigint')} ORDER BY c.position`
  return query.rows<StoredRow>(text, [positions])
}

/**
 * What became of the text. What was quarantined counts as a misfit until it is parsed again on
 * request.
 */
export function parseRow(reading: Reading, row: StoredRow): Parsed {
  if (row.type === null) return { kind: 'misfit', errors: errorsOf(row) }
  return parseSafely(reading, toRaw(row))
}

function errorsOf({ errors }: StoredRow): FieldError[] {
  return errors === null ? [] : JSON.parse(errors)
}
