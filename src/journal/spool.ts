import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback } from '../domain/callback.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Receipt, SpoolStats } from '../domain/journal.ts'
import type { Reading } from '../domain/reading.ts'
import { type Identified, identifyStored } from './identify.ts'
import { type RawRow, rawColumns, toRaw } from './raw-row.ts'
import { lockJournal } from './sqlite/lock.ts'
import { openStore, type SqliteStore } from './sqlite/store.ts'

/** A callback that waits in the spool. */
export interface Spooled {
  position: number
  identified: Identified
  /** How long ago it was received, ms. */
  ageMs: number
}

/** A SQLite journal that keeps callbacks on this machine until another journal has them. */
export interface Spool {
  /** Keeps callbacks; returns once they are on disk. @throws Unstored */
  append(callbacks: readonly GenuineCallback[]): Receipt[]
  /** The oldest that wait, in order; fewer where they are huge. @throws Unstored */
  read(limit: number): Spooled[]
  /** Forgets these, keys included: the other journal has them. @throws Unstored */
  remove(spooled: readonly Spooled[]): void
  stats(): SpoolStats
  /** Tries whether the disk takes writes. @throws Unstored */
  probe(): void
  close(): void
}

/** The write-ahead log is copied into the file after this many commits. */
const commitsBetween = 200

/** A read ends after this many bytes of bodies. */
const readBytes = 4 * 1024 * 1024

interface SpoolRow extends RawRow {
  position: number
  received_at: number
  id: string
  text_key: Uint8Array
}

/** Opens the file of the spool; @throws FatalError (73) where it can't be used. */
export function openSpool(path: string, reading: Reading, now: () => number): Spool {
  const unlock = lockJournal(path)
  const store = openStore(path, reading, now)
  let commits = 0
  refuseJournal(store, path, unlock)

  function toSpooled(row: SpoolRow): Spooled {
    const { position, received_at: receivedAt, id, text_key: textKey } = row
    const identified = identifyStored(reading, toRaw(row), { textKey, id })
    return { position, identified, ageMs: Math.max(0, now() - receivedAt) }
  }

  return {
    append(callbacks) {
      const { receipts } = store.commit({ appends: callbacks, settlements: [], opens: [] })
      if (++commits % commitsBetween === 0) store.checkpoint()
      return receipts
    },
    read: limit =>
      store.upkeep(db => {
        const rows = db.prepare(
          `SELECT position, received_at, id, text_key, ${rawColumns} FROM callback
           ORDER BY position LIMIT ?`,
        )
        const spooled: Spooled[] = []
        let bytes = 0
        for (const row of rows.iterate(limit) as Iterable<SpoolRow>) {
          spooled.push(toSpooled(row))
          bytes += row.body.length
          if (bytes > readBytes) break
        }
        return spooled
      }),
    remove(spooled) {
      store.upkeep(db => forget(db, spooled))
      store.checkpoint()
    },
    stats: () => store.upkeep(db => readSpoolStats(db, now())),
    probe: store.probe,
    close() {
      store.close()
      unlock()
    },
  }
}

/** A journal that served sinks is no spool: what it holds was relayed already. */
function refuseJournal(store: SqliteStore, path: string, unlock: () => void): void {
  const known =
    'SELECT EXISTS (SELECT 1 FROM sink) OR EXISTS (SELECT 1 FROM callback WHERE text_key IS NULL)'
  const isJournal = store.upkeep(db => Object.values(db.prepare(known).get()!)[0] === 1)
  if (!isJournal) return
  store.close()
  unlock()
  throw new FatalError(
    exitCodes.store,
    `${path} is a journal, not a spool: name a file of its own in REELAY_SPOOL`,
  )
}

function forget(db: DatabaseSync, spooled: readonly Spooled[]): void {
  const callback = db.prepare('DELETE FROM callback WHERE position = ?')
  const identity = db.prepare('DELETE FROM identity WHERE key = ?')
  for (const { position, identified } of spooled) {
    callback.run(position)
    identity.run(identified.textKey)
    if (identified.kind === 'event') identity.run(identified.idKey)
  }
  // The keys of what was a repeat here are left over: with nothing to repeat they mean nothing.
  const { rest } = db
    .prepare('SELECT count(*) AS rest FROM (SELECT 1 FROM callback LIMIT 1)')
    .get() as {
    rest: number
  }
  if (rest === 0) db.exec('DELETE FROM identity')
}

function readSpoolStats(db: DatabaseSync, now: number): SpoolStats {
  const number = (sql: string): number =>
    Number(Object.values(db.prepare(sql).get() ?? { none: 0 })[0] ?? 0)
  const pages = number('PRAGMA page_count') - number('PRAGMA freelist_count')
  const callbacks = number('SELECT count(*) FROM callback')
  const oldest = number('SELECT received_at FROM callback ORDER BY position LIMIT 1')
  return {
    callbacks,
    bytes: pages * number('PRAGMA page_size'),
    oldestMs: callbacks > 0 ? Math.max(0, now - oldest) : 0,
  }
}
