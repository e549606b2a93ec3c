import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback } from '../../domain/callback.ts'
import type { Receipt, Settlement, Unstored } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Appended, StoredGroup } from '../hints.ts'
import type { OpenedFeed } from '../protocol.ts'
import { type Appender, createAppender, type Requeued } from './append.ts'
import { needsReopen, primaryCode, toUnstored } from './failure.ts'
import { type FileIdentity, watchIdentity } from './file-identity.ts'
import { openDatabase } from './open-database.ts'
import { createSettler, type PlaceOf, type Settler } from './settle.ts'

/** What arrived together and is committed together. */
export interface Group {
  appends: readonly GenuineCallback[]
  /** `generation`, `token`: of the file that the feed was opened in, and as it was opened. */
  settlements: readonly (PlaceOf & {
    settlement: Settlement
    generation: number
    token: number
  })[]
  opens: readonly (PlaceOf & { from: 'beginning' | 'now' })[]
}

/** What became of a group: as many entries as were asked for, in order. */
export interface Committed extends StoredGroup {
  receipts: Receipt[]
  /** Undefined: settled. A settlement that SQLite itself refuses fails alone. */
  settled: (Error | undefined)[]
  states: OpenedFeed[]
}

/** The journal's file, written by one thread, synchronously. */
export interface SqliteStore {
  /**
   * Writes a group in one transaction and returns once it is fsynced.
   * @throws Unstored: nothing of the group counts as kept; the next call tries the disk anew.
   */
  commit(group: Group): Committed
  /** Tries whether the disk takes writes. @throws Unstored */
  probe(): void
  /** Copies what is left of the write-ahead log into the file, unless readers are in the way. */
  checkpoint(): void
  /** The same, and empties the write-ahead log: false where readers are in the way. */
  emptyLog(): boolean
  /** Grows each time the file was opened anew: readers must do the same. */
  readonly generation: number
  /** See `Desk.requeue`. @throws Unstored */
  requeue(position: number): Requeued
  /** Runs other work in a transaction of its own. @throws Unstored */
  upkeep<Result>(work: (db: DatabaseSync) => Result): Result
  close(): void
}

interface Connection {
  db: DatabaseSync
  appender: Appender
  settler: Settler
  identity: FileIdentity
}

/**
 * Opens the journal at a path.
 * @throws FatalError (73) where the file can't be used; see `openDatabase`.
 */
export function openStore(path: string, reading: Reading, now: () => number): SqliteStore {
  let connection: Connection | undefined = connect(true)
  let generation = 1

  function connect(makeFolder: boolean): Connection {
    const db = openDatabase(path, { makeFolder })
    return {
      db,
      appender: createAppender(db, reading),
      settler: createSettler(db),
      identity: watchIdentity(path),
    }
  }

  /** Runs one transaction; after it the rows are on disk, in the file that the path leads to. */
  function transaction<Result>(work: (connection: Connection) => Result): Result {
    try {
      if (!connection) {
        connection = connect(false)
        generation++
      }
      connection.db.exec('BEGIN IMMEDIATE')
      const result = work(connection)
      connection.db.exec('COMMIT')
      connection.identity.check()
      return result
    } catch (error) {
      const unstored = toUnstored(error, path)
      if (needsReopen(unstored)) disconnect()
      else undo(unstored)
      throw unstored
    }
  }

  function undo(cause: Unstored): void {
    try {
      if (connection?.db.isTransaction) connection.db.exec('ROLLBACK')
      connection?.appender.resync()
    } catch {
      disconnect()
      throw cause
    }
  }

  function disconnect(): void {
    try {
      connection?.db.close()
      connection?.identity.removeOrphans()
    } catch {
      // what can't be closed is left behind: the file is opened anew in any case
    }
    connection = undefined
  }

  return {
    commit: group =>
      transaction(({ db, appender, settler }) => {
        const at = now()
        const appended: Appended[] = []
        const after = appender.last()
        const receipts = group.appends.map(each => appender.append(each, at, appended))
        return {
          receipts,
          appended,
          after,
          upTo: appender.last(),
          receivedAt: at,
          settled: group.settlements.map(({ settlement, generation: of, token, ...place }) =>
            // positions of a file that was exchanged since mean nothing in this one
            of === generation
              ? alone(db, () => settler.settle(place, settlement, { token, now: at }))
              : stale,
          ),
          states: group.opens.map(({ from, ...place }) => settler.open(place, from, at)),
        }
      }),
    probe: () => {
      transaction(({ db }) => db.prepare('INSERT OR REPLACE INTO probe VALUES (1, ?)').run(now()))
    },
    requeue: position => transaction(({ appender }) => appender.requeue(position)),
    upkeep: work => transaction(({ db }) => work(db)),
    checkpoint() {
      try {
        connection?.db.exec('PRAGMA wal_checkpoint(PASSIVE)')
      } catch {
        // the log stays as it is; the next commit tells whether the disk is in trouble
      }
    },
    emptyLog() {
      const row = connection?.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
      return (row as { busy: number } | undefined)?.busy === 0
    },
    get generation() {
      return generation
    },
    close() {
      connection?.db.close()
      connection = undefined
    },
  }
}

const stale: Error = new Error('the journal was opened anew: open the feed again')

const SQLITE_CONSTRAINT = 19

/** Keeps what breaks a constraint from taking callbacks down with it. */
export function alone(db: DatabaseSync, work: () => void): Error | undefined {
  db.exec('SAVEPOINT alone')
  try {
    work()
    db.exec('RELEASE alone')
    return undefined
  } catch (error) {
    const code = primaryCode(error)
    if (code !== undefined && code !== SQLITE_CONSTRAINT) throw error
    db.exec('ROLLBACK TO alone; RELEASE alone')
    return error as Error
  }
}
