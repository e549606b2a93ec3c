import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { indexTables } from '../postgres/schema/operating.ts'
import { isDamage, isNoDatabase, primaryCode } from './failure.ts'

/** Marks a file as an index of look-ups of Reelay's ("Reix"). */
const indexId = 0x52656978

/** Grows whenever the index is made otherwise: one of another version is made anew. */
const indexVersion = 1

/** Anchors: so many of the newest entries are compared with the journal. */
const anchors = 200

const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14

/** An index beside its journal, which can only be read over this connection. */
export interface LedgerFile {
  db: DatabaseSync
  /** Another file is at the journal's path now. */
  moved(): boolean
  close(): void
}

export interface LedgerFileOptions {
  /** Where the index can't be written: one in a temporary folder will do. */
  temporary: boolean
  /** Something was damaged just now: find out whether it is the index. */
  suspect?: boolean
}

/**
 * Opens the index of the journal at a path; makes it anew where it is damaged, of another version,
 * or of another journal.
 * @throws SQLite's own error where the journal can't be read, or the index not be made
 */
export function openLedgerFile(path: string, options: LedgerFileOptions): LedgerFile {
  const index = `${path}-index`
  // What another user makes beside it, its own user could not write later on.
  if (options.temporary && isAnothers(path)) return openTemporary(path)
  try {
    return openAt(path, index, options.suspect)
  } catch (error) {
    if (isNoDatabase(error) || isDamage(error)) {
      remove(index)
      return openAt(path, index)
    }
    if (options.temporary && isUnwritable(error)) return openTemporary(path)
    throw error
  }
}

function isAnothers(path: string): boolean {
  const owner = statSync(path, { throwIfNoEntry: false })?.uid
  return owner !== undefined && owner !== process.getuid?.()
}

function isUnwritable(error: unknown): boolean {
  const code = primaryCode(error)
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN
}

function openTemporary(path: string): LedgerFile {
  const folder = mkdtempSync(join(tmpdir(), 'reelay-index-'))
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const file = openAt(path, join(folder, 'index'))
    return {
      ...file,
      close() {
        file.close()
        removeFolder()
      },
    }
  } catch (error) {
    removeFolder()
    throw error
  }
}

function openAt(path: string, index: string, suspect = false): LedgerFile {
  const identity = identityOf(path)
  let db = connect(path, index)
  if (!isOf(db) || (suspect && !isSound(db))) {
    db.close()
    remove(index)
    db = connect(path, index)
  }
  return {
    db,
    moved() {
      const now = identityOf(path)
      return now !== undefined && now !== identity
    },
    close: () => db.close(),
  }
}

function connect(path: string, index: string): DatabaseSync {
  let db = open(index)
  try {
    if (isForeign(db, index)) {
      db.close()
      remove(index)
      db = open(index)
    }
    makeTables(db)
    const uri = `${pathToFileURL(resolve(path)).href}?mode=ro`
    db.prepare('ATTACH ? AS journal').run(uri)
    db.prepare('SELECT 1 FROM journal.callback LIMIT 1').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function open(index: string): DatabaseSync {
  const db = new DatabaseSync(index, { timeout: 2_000 })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON')
    // Its fsyncs are on the journal's disk: rather few of them.
    db.exec(
      'PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY',
    )
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** True: of another version, which may be removed. @throws where it is not ours to remove */
function isForeign(db: DatabaseSync, index: string): boolean {
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
    tables: number
  }
  if (tables === 0) return false
  if (pragma(db, 'application_id') !== indexId) {
    throw new Error(`${index} is a database of another program, and Reelay's index would be there`)
  }
  return pragma(db, 'user_version') !== indexVersion
}

/** Another process may do the same. */
function makeTables(db: DatabaseSync): void {
  if (pragma(db, 'user_version') === indexVersion) return
  db.exec('BEGIN IMMEDIATE')
  if (pragma(db, 'user_version') !== indexVersion) {
    db.exec(indexTables('', ' WITHOUT ROWID'))
    db.exec(`PRAGMA user_version = ${indexVersion}; PRAGMA application_id = ${indexId}`)
  }
  db.exec('COMMIT')
}

function pragma(db: DatabaseSync, name: string): unknown {
  return db.prepare(`PRAGMA main.${name}`).get()![name]
}

function isSound(db: DatabaseSync): boolean {
  return pragma(db, 'quick_check') === 'ok'
}

/** Is it the index of this journal, and not of one that was here before, or further on? */
function isOf(db: DatabaseSync): boolean {
  const { ahead } = db
    .prepare(
      `SELECT position > (SELECT coalesce(max(seq), 0) FROM journal.sqlite_sequence
         WHERE name = 'callback') AS ahead FROM indexed`,
    )
    .get() as { ahead: number }
  if (ahead === 1) return false
  const anchor = db
    .prepare(
      `SELECT e.received_at = c.received_at AND e.type IS c.type AS same
       FROM (SELECT * FROM entry ORDER BY position DESC LIMIT ${anchors}) AS e
         JOIN journal.callback AS c ON c.position = e.position
       ORDER BY e.position DESC LIMIT 1`,
    )
    .get() as { same: number } | undefined
  return anchor === undefined || anchor.same === 1
}

function remove(index: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(index + end, { force: true })
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
