import type { Dialect } from '../ledger/query.ts'

/** How SQLite writes it. */
export const sqliteDialect: Dialect = {
  ms: column => column,
  instant: n => `$${n}`,
  among: (column, n) => `${column} IN (SELECT value FROM json_each($${n}))`,
  table(n, columns) {
    const members = Object.keys(columns).map((name, index) => `value ->> ${index} AS ${name}`)
    return `(SELECT ${members.join(', ')} FROM json_each($${n}) WHERE true)`
  },
  cursorOf: sink => `(SELECT position FROM sink WHERE name = ${sink})`,
  key: n => `$${n}`,
}
