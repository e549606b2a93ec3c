import type { SqlStatement } from '../../domain/desk.ts'

/**
 * One SQL text for both engines: over the journal, which it can't write, and the index of look-ups.
 * Tables are named without their schema, values are `$1`…, and what the engines write differently
 * is in `dialect`.
 */
export interface Query {
  readonly engine: 'sqlite' | 'postgres'
  readonly dialect: Dialect
  /**
   * An int8 comes as a number, bytes as a `Uint8Array`; an array is for `Dialect.among`. @throws
   * Unstored
   */
  rows<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** The same, but at most one row. */
  row<Row>(text: string, values?: readonly unknown[]): Promise<Row | undefined>
  /** What the store takes, as far as the engine can tell at once. */
  bytes(): Promise<number | undefined>
}

/** A query that can also write the index. */
export interface IndexQuery extends Query {
  /**
   * Runs statements in one transaction. Where the first one changes no row, nothing is changed and
   * the answer is undefined; else it is how many rows each of them changed.
   */
  write(statements: readonly SqlStatement[]): Promise<number[] | undefined>
  close(): Promise<void>
}

/** What one has to write in the engine's own words. `n` is the number of a value. */
export interface Dialect {
  /** An instant of the journal as ms since the epoch. */
  ms(column: string): string
  /** The reverse: a value in ms since the epoch as the journal keeps it. */
  instant(n: number): string
  /** Is the column one of an array's members? */
  among(column: string, n: number, type: 'bigint' | 'text'): string
  /** An array of arrays, given as JSON, as a table: its columns by name and type, in order. */
  table(n: number, columns: Readonly<Record<string, 'bigint' | 'text'>>): string
  /** A sink's place in the log. */
  cursorOf(sink: string): string
  /** An identity key, of which the value is its 16 bytes. */
  key(n: number): string
}
