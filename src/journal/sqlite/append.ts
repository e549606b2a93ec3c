import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback, RawCallback } from '../../domain/callback.ts'
import { eventFacts, type FieldError, type Parsed, type ParsedEvent } from '../../domain/event.ts'
import type { CallbackFacts, Receipt } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import { type RawRow, rawColumns, toRaw } from './raw-row.ts'

/** An event at the place in the log that it was given. */
export interface Appended {
  position: number
  event: ParsedEvent
}

/** Puts callbacks into the log, inside the caller's transaction. */
export interface Appender {
  /** `receivedAt` in ms since the epoch; what is new is added to `appended`. */
  append(callback: GenuineCallback, receivedAt: number, appended: Appended[]): Receipt
  /** The last position that was given out. */
  last(): number
  /** Forgets positions that were given out in a transaction that was rolled back. */
  resync(): void
}

export function createAppender(db: DatabaseSync, reading: Reading): Appender {
  const claim = db.prepare('INSERT INTO identity VALUES (?, ?) ON CONFLICT (key) DO NOTHING')
  const claimBoth = db.prepare(
    'INSERT INTO identity VALUES (?, ?), (?, ?) ON CONFLICT (key) DO NOTHING',
  )
  const release = db.prepare('DELETE FROM identity WHERE key = ?')
  const holder = db.prepare('SELECT position FROM identity WHERE key = ?')
  const point = db.prepare('UPDATE identity SET position = ? WHERE key = ?')
  const stored = db.prepare(`SELECT ${rawColumns} FROM callback WHERE position = ?`)
  const insert = db.prepare(
    `INSERT INTO callback (position, received_at, id, type, subject, errors, ${rawColumns})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  let next = nextPosition(db)

  function append(callback: GenuineCallback, receivedAt: number, appended: Appended[]): Receipt {
    const parsed = parseSafely(reading, callback)
    const facts = factsOf(reading, callback, parsed)
    const textKey = reading.signedTextKey(callback.signedText)
    if (parsed.kind === 'misfit') {
      if (claim.run(textKey, next).changes === 0) return repeated(facts, false)
      keep(callback, receivedAt, facts.id, null, null, parsed.errors)
      return { outcome: 'quarantined', errors: parsed.errors, ...facts }
    }
    const { event } = parsed
    const idKey = reading.eventIdKey(event.id)
    const { changes } = claimBoth.run(textKey, next, idKey, next)
    if (changes !== 2) return repeated(facts, changes === 1 && differs(textKey, idKey, event))
    appended.push({ position: next, event })
    keep(callback, receivedAt, facts.id, event.type, event.subject, null)
    return { outcome: 'stored', ...facts }
  }

  /** One of the two keys was there before: takes the other one back, or points it to that row. */
  function differs(textKey: Uint8Array, idKey: Uint8Array, event: ParsedEvent): boolean {
    const { position: ofText } = holder.get(textKey) as { position: number }
    if (ofText !== next) {
      release.run(idKey)
      return false
    }
    const { position } = holder.get(idKey) as { position: number }
    point.run(position, textKey)
    const row = stored.get(position) as RawRow | undefined
    if (!row) return false // its payload is past retention: nothing to compare with
    const earlier = parseSafely(reading, toRaw(row))
    return earlier.kind === 'misfit' || !reading.sameContent(earlier.event, event)
  }

  function keep(
    raw: RawCallback,
    receivedAt: number,
    id: string,
    type: string | null,
    subject: string | null,
    errors: readonly FieldError[] | null,
  ): void {
    const { method, publicUrl, target, headers, body } = raw
    const errorsText = errors && JSON.stringify(errors)
    const headersText = JSON.stringify(headers)
    insert.run(
      next,
      receivedAt,
      id,
      type,
      subject,
      errorsText,
      method,
      publicUrl,
      target,
      headersText,
      body,
    )
    next++
  }

  return {
    append,
    last: () => next - 1,
    resync: () => {
      next = nextPosition(db)
    },
  }
}

/** A mistake in the parser must not cost a callback: it is kept, set aside, and parsed again later. */
export function parseSafely(reading: Reading, raw: RawCallback): Parsed {
  try {
    return reading.parse(raw)
  } catch (error) {
    const message = `the parser failed: ${error instanceof Error ? error.message : String(error)}`
    return { kind: 'misfit', errors: [{ path: '', message }] }
  }
}

function repeated(facts: CallbackFacts, differs: boolean): Receipt {
  return { outcome: 'duplicate', differs, ...facts }
}

function factsOf(reading: Reading, callback: GenuineCallback, parsed: Parsed): CallbackFacts {
  if (parsed.kind === 'event') return eventFacts(parsed.event)
  return { id: reading.misfitId(callback.signedText), ...reading.factsOf(callback) }
}

function nextPosition(db: DatabaseSync): number {
  const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'callback'").get() as
    | { seq: number }
    | undefined
  return (row?.seq ?? 0) + 1
}
