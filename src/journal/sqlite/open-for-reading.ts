import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import { isNoDatabase } from './failure.ts'
import { applicationId, newestVersion, readVersion } from './migrations.ts'

/**
 * Opens a journal's file to read it, also while the service writes to it. `version`: of its format,
 * which may be an older one; nothing is changed.
 * @throws FatalError (73) where there is none, or it is no journal, or a newer program's
 */
export function openForReading(path: string): { db: DatabaseSync; version: number } {
  if (!existsSync(path)) throw refusal(`there is no journal at ${path}: look at REELAY_STORE`)
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
    const { application_id: id } = db.prepare('PRAGMA application_id').get() as {
      application_id: number
    }
    const version = readVersion(db)
    if (id !== applicationId) throw refusal(`${path} is no journal of Reelay's`)
    if (version <= newestVersion) return { db, version }
    throw refusal(
      `${path} was made by a newer Reelay (its format is ${version}, this program knows up to ` +
        `${newestVersion}): use the newer version`,
    )
  } catch (error) {
    db?.close()
    if (error instanceof FatalError) throw error
    if (isNoDatabase(error)) throw refusal(`${path} is no SQLite database`)
    throw refusal(`${path} can't be read: ${(error as Error).message}`, error)
  }
}

function refusal(message: string, cause?: unknown): FatalError {
  return new FatalError(exitCodes.store, message, cause === undefined ? {} : { cause })
}
