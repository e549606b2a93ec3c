import { BadCursor } from '../../domain/ledger.ts'

/** Of the cursors that this program makes. */
const version = 1

/**
 * Where a page ends: a place in the log, and what comes after it in order where that is not enough.
 */
export interface PageEnd {
  position: number
  key?: string
}

/** A cursor says where the next page begins; it is not for anybody else to read. */
export function writeCursor({ position, key }: PageEnd): string {
  const parts = [version, position, ...(key === undefined ? [] : [key])]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws BadCursor */
export function readCursor(text: string): PageEnd {
  const bytes = Buffer.from(text, 'base64url')
  if (text.length > 1_000 || bytes.toString('base64url') !== text) throw bad()
  let parts: unknown
  try {
    parts = JSON.parse(bytes.toString())
  } catch {
    throw bad()
  }
  if (!Array.isArray(parts) || parts.length > 3 || parts[0] !== version) throw bad()
  const [, position, key] = parts
  if (!Number.isSafeInteger(position) || position < 0) throw bad()
  if (key === undefined) return { position }
  if (typeof key !== 'string' || key.includes('\0')) throw bad()
  return { position, key }
}

function bad(): BadCursor {
  return new BadCursor('the cursor is none that a page has given as `next`')
}
