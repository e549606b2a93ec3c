import { rmSync, statSync } from 'node:fs'
import { Unstored } from '../../domain/journal.ts'

/** Which files a connection has open, and whether the path still leads to them. */
export interface FileIdentity {
  /**
   * A file that was unlinked or replaced goes on taking rows that nobody will ever see again.
   * @throws Unstored
   */
  check(): void
  /**
   * Where the database was exchanged, its write-ahead log and shared memory belong to the one that
   * is gone: SQLite would mix them into the new one. To be called once the connection is closed.
   */
  removeOrphans(): void
}

/** Remembers device and inode of an open journal's files. */
export function watchIdentity(path: string): FileIdentity {
  const [log, memory] = [`${path}-wal`, `${path}-shm`]
  const opened = new Map([path, log, memory].map(file => [file, identity(file)]))
  const moved = (file: string): boolean => identity(file) !== opened.get(file)
  return {
    check() {
      for (const file of [path, log]) {
        if (!moved(file)) continue
        const what = identity(file) === undefined ? 'was removed' : 'was replaced'
        throw new Unstored(
          'replaced',
          `${file} ${what} while Reelay had it open: what it held is no longer reachable by that ` +
            'name; Reelay goes on with what is there now, or with a new, empty journal',
        )
      }
    },
    removeOrphans() {
      if (!moved(path)) return
      for (const file of [log, memory]) if (!moved(file)) rmSync(file, { force: true })
    },
  }
}

function identity(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
