import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import { primaryCode } from './failure.ts'

const SQLITE_BUSY = 5

/**
 * Makes sure that one process at a time writes a journal: a small database beside it is held in
 * BEGIN EXCLUSIVE. The kernel lets go of it when the process dies, however it dies; unlike
 * `locking_mode=EXCLUSIVE` on the journal itself it leaves our own reading threads alone.
 * @returns a function that lets go.
 * @throws FatalError (73) when another process holds it, or it can't be made.
 */
export function lockJournal(path: string): () => void {
  // by the file's own name: a symbolic link must not be a second lock
  const file = `${existsSync(path) ? realpathSync(path) : path}.lock`
  let db: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    db = new DatabaseSync(file, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    throw new FatalError(exitCodes.store, explain(error, path, file), { cause: error })
  }
  const held = db
  return () => held.close()
}

function explain(error: unknown, path: string, file: string): string {
  if (primaryCode(error) === SQLITE_BUSY) {
    return `${path} is in use by another Reelay: stop that one first, or give this one a file of its own in REELAY_STORE`
  }
  const text = error instanceof Error ? error.message : String(error)
  return `${file} can't be made (${text}): check that its folder exists and that this user may write to it`
}
