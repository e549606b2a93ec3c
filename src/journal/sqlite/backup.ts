import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import { openForReading } from './open-for-reading.ts'

/**
 * Copies a journal's file, as it is at one moment, also while the service writes to it. The copy is
 * whole and on disk when it has its name; nothing is ever overwritten.
 * @throws FatalError (73)
 */
export function backUp(path: string, to: string): void {
  if (existsSync(to)) throw new FatalError(exitCodes.store, `${to} is there already: name another.`)
  const part = `${to}.part`
  const { db } = openForReading(path)
  try {
    rmSync(part, { force: true })
    db.prepare('VACUUM INTO ?').run(part)
    sync(part)
    // Unlike a rename it fails where something has the name by now.
    linkSync(part, to)
    rmSync(part)
    sync(dirname(to))
  } catch (error) {
    rmSync(part, { force: true })
    const message = `${to} can't be made: ${(error as Error).message}`
    throw new FatalError(exitCodes.store, message, { cause: error })
  } finally {
    db.close()
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
