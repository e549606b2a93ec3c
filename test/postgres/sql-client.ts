import pg from 'pg'

/** Runs one statement and resolves to its rows; a bigint becomes a number. */
export type Sql = <Row = Record<string, unknown>>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>

/** Runs SQL on a database, each statement on a connection of its own: nothing is left to end. */
export function sqlClient(url: string): Sql {
  return async <Row>(text: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({ connectionString: url, types, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {}) // the statement tells it too
    try {
      await client.connect()
      const { rows } = await client.query(text, [...values])
      return rows as Row[]
    } finally {
      await client.end()
    }
  }
}

/** A bigint becomes a number. */
export const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8) return Number
    return pg.types.getTypeParser(oid as number, format as 'text')
  },
}
