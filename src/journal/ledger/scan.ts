import type { Query } from './query.ts'

/** A part of a WHERE: `$` stands for its value. */
export interface Condition {
  sql: (n: number) => string
  value: unknown
}

/** `column = value`. */
export function equals(column: string, value: unknown): Condition {
  return { sql: n => `${column} = $${n}`, value }
}

/** The column is one of these; where that is a single one, an index on it is in the log's order. */
export function oneOf({ dialect }: Query, column: string, values: readonly string[]): Condition {
  if (values.length === 1) return equals(column, values[0])
  return { sql: n => dialect.among(column, n, 'text'), value: values }
}

/** A look along one index, whose other conditions are checked row by row. */
export interface Scan {
  /** What it walks along: a table, and its column that grows with the log. */
  table: string
  key: string
  /** What is read of a row; the table is called `t`. */
  columns: string
  /** Another source of keys than the table itself. */
  keysFrom?: string
  /** What the index finds. */
  driving: readonly Condition[]
  /** What is left to check of a row. */
  residual: readonly Condition[]
  /** Only keys above `above` and below `below`. */
  above: number
  below: number
  /** True: the oldest first. */
  ascending?: boolean
}

export interface Scanned<Row> {
  rows: Row[]
  /** The last key that was looked at, where there may be more behind it. */
  end?: number
}

/** Rows that one look passes at the most, so that it is bounded in time. */
const mostRows = 5_000

/**
 * Finds up to `want` rows, or as many as there are among the next few thousand. @throws Unstored
 */
export async function scan<Row extends object>(
  query: Query,
  plan: Scan,
  want: number,
): Promise<Scanned<Row>> {
  const rows: Row[] = []
  let { above, below } = plan
  let left = mostRows
  while (left > 0) {
    const size = Math.min(left, 4 * (want - rows.length) + 100)
    const inner = innerOf({ ...plan, above, below }, size)
    const found = await query.rows<Row & { scan_key: number }>(
      outerOf(plan, inner, want - rows.length),
      inner.values.concat(plan.residual.map(({ value }) => value)),
    )
    rows.push(...found)
    const last = found.at(-1)?.scan_key
    if (rows.length === want && last !== undefined) return { rows, end: last }
    const edge = await query.row<{ count: number; low: number; high: number }>(
      `SELECT count(*) AS count, min(scan_key) AS low, max(scan_key) AS high FROM (${inner.text}) AS i`,
      inner.values,
    )
    if (edge!.count < size) return { rows }
    if (plan.ascending) above = edge!.high
    else below = edge!.low
    left -= size
  }
  return { rows, end: plan.ascending ? above : below }
}

interface Inner {
  text: string
  values: unknown[]
}

/** Its LIMIT keeps an engine from choosing another index for what is to be checked row by row. */
function innerOf(plan: Scan, size: number): Inner {
  const { table, key, keysFrom, driving, above, below, ascending } = plan
  const conditions = driving.map(({ sql }, index) => sql(index + 3))
  const where = [`${key} > $1`, `${key} < $2`, ...conditions].join(' AND ')
  const distinct = keysFrom === undefined ? '' : 'DISTINCT '
  return {
    text: `SELECT ${distinct}${key} AS scan_key FROM ${keysFrom ?? table} WHERE ${where}
      ORDER BY ${key} ${ascending ? 'ASC' : 'DESC'} LIMIT ${size}`,
    values: [above, below, ...driving.map(({ value }) => value)],
  }
}

function outerOf(plan: Scan, inner: Inner, want: number): string {
  const { table, key, columns, residual, ascending } = plan
  const conditions = residual.map(({ sql }, index) => sql(inner.values.length + index + 1))
  const where = [`t.${key} = i.scan_key`, ...conditions].join(' AND ')
  // SQLite takes CROSS JOIN as the order in which it is to look.
  return `SELECT t.${key} AS scan_key, ${columns}
    FROM (${inner.text}) AS i CROSS JOIN ${table} AS t WHERE ${where}
    ORDER BY t.${key} ${ascending ? 'ASC' : 'DESC'} LIMIT ${want}`
}

/**
 * The first of these conditions along whose index there is to look: it is for a single value, so
 * that its index is in order, or little fits. None: what fits is soon met along the log itself.
 */
export async function drivingOf(
  query: Query,
  table: string,
  conditions: readonly Condition[],
): Promise<Condition[]> {
  for (const condition of conditions) {
    if (!Array.isArray(condition.value)) return [condition]
    if (await isSparse(query, table, condition)) return [condition]
  }
  return []
}

async function isSparse(query: Query, table: string, condition: Condition): Promise<boolean> {
  const row = await query.row<{ count: number }>(
    `SELECT count(*) AS count
     FROM (SELECT 1 FROM ${table} WHERE ${condition.sql(1)} LIMIT ${mostRows + 1}) AS i`,
    [condition.value],
  )
  return row!.count <= mostRows
}
