import { Unstored } from '../../domain/journal.ts'

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const SQLITE_READONLY = 8
const SQLITE_IOERR = 10
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CANTOPEN = 14
const SQLITE_NOTADB = 26

/** The primary result code of an error that `node:sqlite` threw, if it is one. */
export function primaryCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code & 0xff : undefined
}

/** Is the file something else altogether, or damaged in its first bytes? */
export function isNoDatabase(error: unknown): boolean {
  return primaryCode(error) === SQLITE_NOTADB
}

/** Is the file itself damaged? */
export function isDamage(error: unknown): boolean {
  return primaryCode(error) === SQLITE_CORRUPT
}

/**
 * After one of these a connection is not to be trusted: what it wrote may be visible without being
 * on disk, so it is closed and the file opened anew.
 */
export function needsReopen(error: unknown): boolean {
  return !(error instanceof Unstored && error.code === 'disk-full')
}

/** Says of any error why nothing could be kept, in words for the operator. */
export function toUnstored(error: unknown, path: string): Unstored {
  if (error instanceof Unstored) return error
  const text = error instanceof Error ? error.message : String(error)
  switch (primaryCode(error)) {
    case SQLITE_FULL:
      return new Unstored('disk-full', `the disk of ${path} is full (${text}): make room on it`)
    case SQLITE_READONLY:
      return new Unstored('read-only', `${path} can't be written (${text}): check mount and owner`)
    case SQLITE_IOERR:
      return new Unstored('io', `the disk of ${path} failed (${text}): look at the kernel's log`)
    case SQLITE_CANTOPEN:
      return new Unstored('io', `${path} can't be opened (${text}): check mount, folder and owner`)
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return new Unstored('io', `${path} is damaged (${text}): stop Reelay and restore it`)
    default:
      return new Unstored('io', `${path}: ${text}`)
  }
}
