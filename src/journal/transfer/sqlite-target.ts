import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import type { Reading } from '../../domain/reading.ts'
import { toUnstored } from '../sqlite/failure.ts'
import { lockJournal } from '../sqlite/lock.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import { derivedKeys } from './derived-keys.ts'
import type { Header } from './line.ts'
import { notEmpty, takenSince } from './refusals.ts'
import { type Row, type SectionName, sections } from './sections.ts'
import type { Begun, JournalTarget } from './target.ts'

/**
 * Opens a journal's file as the service does: made where it is not there, and in use by nobody
 * else. @throws FatalError (73)
 */
export function openSqliteTarget(path: string, reading: Reading, now: number): JournalTarget {
  const unlock = lockJournal(path)
  let db: DatabaseSync
  try {
    db = openDatabase(path, { makeFolder: true })
  } catch (error) {
    unlock()
    throw error instanceof FatalError ? error : refusal(error, path)
  }
  const prepared = new Map<string, StatementSync>()
  let fresh = true

  const run = (text: string, ...values: SQLInputValue[]): void => {
    const statement = prepared.get(text) ?? db.prepare(text)
    prepared.set(text, statement)
    statement.run(...values)
  }
  const claim = (key: string, position: number): void =>
    run('INSERT INTO identity VALUES (unhex(?), ?) ON CONFLICT (key) DO NOTHING', key, position)

  /** Says of what SQLite refuses what it means for the journal. */
  async function attempt<Result>(work: () => Result): Promise<Result> {
    try {
      return work()
    } catch (error) {
      throw error instanceof FatalError ? error : refusal(error, path)
    }
  }

  return {
    begin: header =>
      attempt(() => {
        db.exec('BEGIN IMMEDIATE')
        const begun = readBegun(db, header)
        fresh = begun.lines === 0
        return begun
      }),
    add: (section, rows) =>
      attempt(() => {
        const text = insertText(section, fresh)
        for (const row of rows) {
          if (section === 'identity') {
            claim(row['key'] as string, row['position'] as number)
            continue
          }
          run(text, ...valuesOf(section, row))
          if (section !== 'callback') continue
          for (const key of derivedKeys(reading, row)) claim(key, row['position'] as number)
        }
      }),
    commit: ({ id, highest }, lines, complete) =>
      attempt(() => {
        raise(db, 'callback', highest.position)
        raise(db, 'batch', highest.batch)
        raise(db, 'failure', highest.failure)
        run('INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?)', id, lines, complete ? 1 : 0, now)
        db.exec('COMMIT')
      }),
    async close() {
      db.close()
      unlock()
    },
  }
}

function readBegun(db: DatabaseSync, { id, highest }: Header): Begun {
  const row = db.prepare('SELECT lines, complete FROM imported WHERE id = ?').get(id) as
    | { lines: number; complete: number }
    | undefined
  if (row?.complete) return { lines: row.lines, complete: true }
  const any = (table: string, values: number[] = [], where = ''): boolean =>
    db.prepare(`SELECT 1 FROM ${table} ${where} LIMIT 1`).get(...values) !== undefined
  if (row) {
    if (any('callback', [highest.position], 'WHERE position > ?')) throw takenSince()
    return { lines: row.lines, complete: false }
  }
  if (any('callback') || any('identity') || any('tombstone')) throw notEmpty()
  return { lines: 0, complete: false }
}

/**
 * In a new journal the places that the file has replace those that sinks have, which are no places
 * of it.
 */
function insertText(section: SectionName, fresh: boolean): string {
  const fields = Object.values(sections[section].fields)
  const columns = fields.map(({ column }) => column)
  const values = fields.map(({ kind }) => (kind === 'key' ? 'unhex(?)' : '?'))
  const verb = fresh && section === 'sink' ? 'REPLACE' : 'IGNORE'
  return `INSERT OR ${verb} INTO ${section} (${columns.join(', ')}) VALUES (${values.join(', ')})`
}

function valuesOf(section: SectionName, row: Row): SQLInputValue[] {
  return Object.keys(sections[section].fields).map(name => row[name] ?? null)
}

function raise(db: DatabaseSync, table: string, to: number): void {
  const update = 'UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?'
  if (db.prepare(update).run(to, table).changes > 0) return
  db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, to)
}

function refusal(error: unknown, path: string): FatalError {
  return new FatalError(exitCodes.store, toUnstored(error, path).message, { cause: error })
}
