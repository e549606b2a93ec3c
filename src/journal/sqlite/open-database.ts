import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import { isDamage, isNoDatabase } from './failure.ts'
import { applicationId, migrate, newestVersion, readVersion } from './migrations.ts'

/** Up to this size the whole file is checked at start; it takes some 30 ms. */
const checkedWholeBytes = 16 * 1024 * 1024

/**
 * Opens the journal's file for writing: creates and migrates it where needed, and finishes what a
 * killed predecessor left in the write-ahead log, so that every row that can be seen is on disk.
 * @throws FatalError (73) where the file is corrupt, newer than this program or somebody else's;
 *   SQLite's own error where the disk is the trouble.
 */
export function openDatabase(path: string, options: { makeFolder: boolean }): DatabaseSync {
  if (options.makeFolder) mkdirSync(dirname(path), { recursive: true })
  const existed = existsSync(path) && statSync(path).size > 0
  const db = new DatabaseSync(path, { timeout: 2_000 })
  try {
    if (existed) refuseForeign(db, path)
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
    db.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY')
    // What retention or a purge removes is gone from the file, too.
    db.exec('PRAGMA secure_delete = ON')
    if (!existed) db.exec(`PRAGMA application_id = ${applicationId}`)
    if (existed) checkIntegrity(db, path)
    migrate(db)
    finishLog(db)
    return db
  } catch (error) {
    db.close()
    if (isNoDatabase(error)) throw noDatabase(path)
    if (isDamage(error)) throw corrupt(path, (error as Error).message)
    throw error
  }
}

/**
 * Moves the write-ahead log into the file and fsyncs it. After a kill between write and fsync, and
 * after a failed fsync, a row may be visible without being on disk; after this it is.
 */
function finishLog(db: DatabaseSync): void {
  const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
  if (busy !== 0) throw new Error('the write-ahead log is in use by another program')
}

function refuseForeign(db: DatabaseSync, path: string): void {
  const { application_id: id } = db.prepare('PRAGMA application_id').get() as {
    application_id: number
  }
  const version = readVersion(db)
  if (id !== applicationId) {
    const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
      tables: number
    }
    if (tables === 0) return void db.exec(`PRAGMA application_id = ${applicationId}`)
    throw new FatalError(
      exitCodes.store,
      `${path} is a SQLite database of another program: name another file in REELAY_STORE`,
    )
  }
  if (version > newestVersion) {
    throw new FatalError(
      exitCodes.store,
      `${path} was made by a newer Reelay (its format is ${version}, this program knows up to ` +
        `${newestVersion}): run the newer version, or name another file in REELAY_STORE`,
    )
  }
}

function checkIntegrity(db: DatabaseSync, path: string): void {
  if (statSync(path).size > checkedWholeBytes) return
  const [row] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
  if (row && row.quick_check !== 'ok') throw corrupt(path, row.quick_check)
}

function noDatabase(path: string): FatalError {
  return new FatalError(
    exitCodes.store,
    `${path} is no SQLite database. If it was the journal, it is corrupt: keep a copy and restore a ` +
      'backup. If it is another file, name one of its own in REELAY_STORE',
  )
}

function corrupt(path: string, detail: string): FatalError {
  return new FatalError(
    exitCodes.store,
    `${path} is corrupt (${detail}). Keep a copy of it and of ${path}-wal, then restore a backup, ` +
      'or salvage what is readable with `sqlite3 FILE .recover`; to take new callbacks meanwhile, ' +
      'name another file in REELAY_STORE. See docs/operations.md',
  )
}
