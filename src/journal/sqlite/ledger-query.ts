import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { SqlStatement } from '../../domain/desk.ts'
import type { IndexQuery } from '../ledger/query.ts'
import { isDamage, isNoDatabase, toUnstored } from './failure.ts'
import { sqliteDialect } from './ledger-dialect.ts'
import { type LedgerFile, openLedgerFile } from './ledger-file.ts'

/** Statements that are kept prepared. */
const mostPrepared = 300

/** Looks things up in a journal's file, over a connection that can write nothing but the index. */
export function openSqliteQuery(path: string, options: { temporary: boolean }): IndexQuery {
  let file: LedgerFile | undefined
  let prepared = new Map<string, StatementSync>()
  let closed = false
  let suspect = false

  function disconnect(): void {
    try {
      file?.close()
    } catch {
      // what can't be closed is left behind: it is opened anew in any case
    }
    file = undefined
    prepared = new Map()
  }

  /** A file that was exchanged, or is damaged, is opened anew. */
  async function withDb<Value>(work: (db: DatabaseSync) => Value): Promise<Value> {
    try {
      if (closed) throw new Error('the ledger is closed')
      if (file?.moved()) disconnect()
      file ??= openLedgerFile(path, { ...options, suspect })
      suspect = false
      return work(file.db)
    } catch (error) {
      if (isDamage(error) || isNoDatabase(error)) {
        disconnect()
        suspect = true
      }
      throw toUnstored(error, path)
    }
  }

  function prepare(db: DatabaseSync, text: string): StatementSync {
    let statement = prepared.get(text)
    if (!statement) {
      statement = db.prepare(text.replace(/\$(\d+)/g, '?$1'))
      if (prepared.size >= mostPrepared) prepared.clear()
      prepared.set(text, statement)
    }
    return statement
  }

  const rows = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    withDb(db => prepare(db, text).all(...values.map(toInput)) as Row[])

  return {
    engine: 'sqlite',
    dialect: sqliteDialect,
    rows,
    row: async <Row>(text: string, values?: readonly unknown[]) =>
      (await rows<Row>(text, values))[0],
    write: statements =>
      withDb(db => {
        db.exec('BEGIN IMMEDIATE')
        try {
          const changes = run(db, statements)
          db.exec(changes ? 'COMMIT' : 'ROLLBACK')
          return changes
        } catch (error) {
          if (db.isTransaction) db.exec('ROLLBACK')
          throw error
        }
      }),
    bytes: () =>
      withDb(db => {
        const number = (name: string): number =>
          Object.values(db.prepare(`PRAGMA journal.${name}`).get()!)[0] as number
        return (number('page_count') - number('freelist_count')) * number('page_size')
      }),
    async close() {
      closed = true
      disconnect()
    },
  }

  function run(db: DatabaseSync, statements: readonly SqlStatement[]): number[] | undefined {
    const changes: number[] = []
    for (const { text, values } of statements) {
      changes.push(Number(prepare(db, text).run(...values.map(toInput)).changes))
      if (changes[0] === 0) return undefined
    }
    return changes
  }
}

function toInput(value: unknown): SQLInputValue {
  if (Array.isArray(value)) return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return (value ?? null) as SQLInputValue
}
