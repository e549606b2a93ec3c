import type { Dialect } from '../ledger/query.ts'

/** How Postgres writes it. */
export const postgresDialect: Dialect = {
  ms: column => `(extract(epoch FROM ${column}) * 1000)::bigint`,
  instant: n => `to_timestamp($${n}::float8 / 1000)`,
  among: (column, n, type) => `${column} = ANY($${n}::${type}[])`,
  table(n, columns) {
    const members = Object.entries(columns).map(
      ([name, type], index) => `(value ->> ${index})::${type} AS ${name}`,
    )
    return `(SELECT ${members.join(', ')} FROM jsonb_array_elements($${n}::jsonb) AS value)`
  },
  cursorOf: sink => `cursor_of(${sink})`,
  key: n => `encode($${n}::bytea, 'hex')::uuid`,
}
