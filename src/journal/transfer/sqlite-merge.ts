import type { DatabaseSync } from 'node:sqlite'
import { exitCodes, FatalError } from '../../domain/errors.ts'
import type { Reading } from '../../domain/reading.ts'
import { createAppender } from '../sqlite/append.ts'
import { toUnstored } from '../sqlite/failure.ts'
import { lockJournal } from '../sqlite/lock.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import { storedCallback } from './stored-callback.ts'
import type { MergeTarget } from './target.ts'

/** Adds to a journal's file, which nobody else may have in use. @throws FatalError (73) */
export function openSqliteMerge(path: string, reading: Reading): MergeTarget {
  const unlock = lockJournal(path)
  let db: DatabaseSync
  try {
    db = openDatabase(path, { makeFolder: true })
  } catch (error) {
    unlock()
    throw refusal(error, path)
  }
  const appender = createAppender(db, reading)

  async function transaction<Result>(work: () => Result): Promise<Result> {
    try {
      db.exec('BEGIN IMMEDIATE')
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      appender.resync()
      throw refusal(error, path)
    }
  }

  return {
    append: callbacks =>
      transaction(() => {
        const receipts = callbacks.map(row => {
          const { identified, receivedAt } = storedCallback(reading, row)
          return appender.appendStored(identified, receivedAt)
        })
        return receipts.filter(({ outcome }) => outcome !== 'duplicate').length
      }),
    claim: keys =>
      transaction(() => {
        const claim = db.prepare(
          'INSERT INTO identity VALUES (unhex(?), 0) ON CONFLICT (key) DO NOTHING',
        )
        for (const key of keys) claim.run(key)
      }),
    async close() {
      db.close()
      unlock()
    },
  }
}

function refusal(error: unknown, path: string): FatalError {
  if (error instanceof FatalError) return error
  return new FatalError(exitCodes.store, toUnstored(error, path).message, { cause: error })
}
