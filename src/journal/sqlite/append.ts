import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { GenuineCallback, RawCallback } from '../../domain/callback.ts'
import type { FieldError, Parsed, ParsedEvent } from '../../domain/event.ts'
import type { CallbackFacts, Receipt } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import { type RawRow, rawColumns, toRaw } from './raw-row.ts'

/** Puts callbacks into the log, inside the caller's transaction. */
export interface Appender {
  /** `receivedAt` in ms since the epoch. */
  append(callback: GenuineCallback, receivedAt: number): Receipt
  /** Forgets positions that were given out in a transaction that was rolled back. */
  resync(): void
}

export function createAppender(db: DatabaseSync, reading: Reading): Appender {
  const claim = db.prepare('INSERT INTO identity VALUES (?, ?) ON CONFLICT (key) DO NOTHING')
  const holder = db.prepare('SELECT position FROM identity WHERE key = ?')
  const point = db.prepare('UPDATE identity SET position = ? WHERE key = ?')
  const stored = db.prepare(`SELECT ${rawColumns} FROM callback WHERE position = ?`)
  const insert = db.prepare(
    `INSERT INTO callback (position, received_at, id, type, subject, errors, ${rawColumns})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  let next = nextPosition(db)

  function append(callback: GenuineCallback, receivedAt: number): Receipt {
    const parsed = parseSafely(reading, callback)
    const facts = factsOf(reading, callback, parsed)
    const signedTextKey = reading.signedTextKey(callback.signedText)
    if (!changed(claim.run(signedTextKey, next))) {
      return { outcome: 'duplicate', differs: false, ...facts }
    }
    if (parsed.kind === 'misfit') {
      keep(callback, receivedAt, facts.id, null, null, parsed.errors)
      return { outcome: 'quarantined', errors: parsed.errors, ...facts }
    }
    const eventIdKey = reading.eventIdKey(parsed.event.id)
    if (!changed(claim.run(eventIdKey, next))) {
      const { position } = holder.get(eventIdKey) as { position: number }
      point.run(position, signedTextKey)
      return { outcome: 'duplicate', differs: differs(position, parsed.event), ...facts }
    }
    keep(callback, receivedAt, facts.id, parsed.event.type, parsed.event.subject, null)
    return { outcome: 'stored', ...facts }
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
      next, receivedAt, id, type, subject, errorsText, method, publicUrl, target, headersText, body,
    ) // biome-ignore format: one line for one row
    next++
  }

  function differs(position: number, event: ParsedEvent): boolean {
    const row = stored.get(position) as RawRow | undefined
    if (!row) return false // its payload is past retention: nothing to compare with
    const earlier = parseSafely(reading, toRaw(row))
    return earlier.kind === 'misfit' || !reading.sameContent(earlier.event, event)
  }

  return {
    append,
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

function factsOf(reading: Reading, callback: GenuineCallback, parsed: Parsed): CallbackFacts {
  if (parsed.kind === 'misfit') {
    return { id: reading.misfitId(callback.signedText), ...reading.factsOf(callback) }
  }
  const { id, type, source, subject } = parsed.event
  const accountSid = source.split('/')[2]!
  const isRecording = subject.startsWith('RT') || subject.startsWith('RE')
  return { id, type, accountSid, ...(isRecording && { recordingSid: subject }) }
}

function nextPosition(db: DatabaseSync): number {
  const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'callback'").get() as
    | { seq: number }
    | undefined
  return (row?.seq ?? 0) + 1
}

function changed(result: ReturnType<StatementSync['run']>): boolean {
  return result.changes !== 0
}
