import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback } from '../../domain/callback.ts'
import type { ParsedEvent } from '../../domain/event.ts'
import type { CallbackFacts, Receipt } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Appended } from '../hints.ts'
import { differsFrom, type Identified, identify, identifyStored } from '../identify.ts'
import { type RawRow, rawColumns, toRaw } from '../raw-row.ts'

export type Requeued = 'requeued' | 'duplicate' | 'misfit' | 'gone'

/** Puts callbacks into the log, inside the caller's transaction. */
export interface Appender {
  /** `receivedAt` in ms since the epoch; what is new is added to `appended`. */
  append(callback: GenuineCallback, receivedAt: number, appended: Appended[]): Receipt
  /** The same for one that another journal had. */
  appendStored(identified: Identified, receivedAt: number): Receipt
  /** See `Desk.requeue`. */
  requeue(position: number): Requeued
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
    `INSERT INTO callback (position, received_at, id, type, subject, errors, text_key, ${rawColumns})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const quarantined = db.prepare(
    `SELECT id, received_at, text_key, ${rawColumns} FROM callback
     WHERE position = ? AND type IS NULL`,
  )
  const remove = db.prepare('DELETE FROM callback WHERE position = ?')
  const explain = db.prepare('UPDATE callback SET errors = ? WHERE position = ?')
  let next = nextPosition(db)

  function put(identified: Identified, receivedAt: number, appended: Appended[]): Receipt {
    const { facts, textKey } = identified
    if (identified.kind === 'misfit') {
      if (claim.run(textKey, next).changes === 0) return repeated(facts, false)
      keep(identified, receivedAt)
      return { outcome: 'quarantined', errors: identified.errors, ...facts }
    }
    const { event, idKey } = identified
    const { changes } = claimBoth.run(textKey, next, idKey, next)
    if (changes !== 2) return repeated(facts, changes === 1 && differs(textKey, idKey, event))
    appended.push({ position: next, event })
    keep(identified, receivedAt)
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
    return differsFrom(reading, toRaw(row), event)
  }

  function keep(identified: Identified, receivedAt: number): void {
    const { method, publicUrl, target, headers, body } = identified.raw
    const event = identified.kind === 'event' ? identified.event : undefined
    insert.run(
      next,
      receivedAt,
      identified.facts.id,
      event?.type ?? null,
      event?.subject ?? null,
      identified.kind === 'misfit' ? JSON.stringify(identified.errors) : null,
      identified.textKey.length > 0 ? identified.textKey : null,
      method,
      publicUrl,
      target,
      JSON.stringify(headers),
      body,
    )
    next++
  }

  function requeue(position: number): Requeued {
    const row = quarantined.get(position) as QuarantinedRow | undefined
    if (!row) return 'gone'
    const { id, received_at: receivedAt, text_key: textKey } = row
    const identified = identifyStored(reading, toRaw(row), { textKey: textKey ?? none, id })
    if (identified.kind === 'misfit') {
      explain.run(JSON.stringify(identified.errors), position)
      return 'misfit'
    }
    const { idKey } = identified
    const isNew = claim.run(idKey, next).changes === 1
    const { position: place } = holder.get(idKey) as { position: number }
    if (textKey) point.run(place, textKey)
    remove.run(position)
    if (!isNew) return 'duplicate'
    keep(identified, receivedAt)
    return 'requeued'
  }

  return {
    append: (callback, at, appended) => put(identify(reading, callback), at, appended),
    appendStored: (identified, at) => put(identified, at, []),
    requeue,
    last: () => next - 1,
    resync: () => {
      next = nextPosition(db)
    },
  }
}

type QuarantinedRow = RawRow & { id: string; received_at: number; text_key: Uint8Array | null }

/** Of a row that is older than its key. */
const none = new Uint8Array()

function repeated(facts: CallbackFacts, differs: boolean): Receipt {
  return { outcome: 'duplicate', differs, ...facts }
}

function nextPosition(db: DatabaseSync): number {
  const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'callback'").get() as
    | { seq: number }
    | undefined
  return (row?.seq ?? 0) + 1
}
