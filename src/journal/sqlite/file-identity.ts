import { statSync } from 'node:fs'
import { Unstored } from '../../domain/journal.ts'

/**
 * Remembers which files a connection has open and tells when the path leads to others: a file that
 * was unlinked or replaced goes on taking rows that nobody will ever see again.
 */
export function watchIdentity(path: string): { check(): void } {
  const files = [path, `${path}-wal`]
  const opened = files.map(identity)
  return {
    check() {
      files.forEach((file, index) => {
        const now = identity(file)
        if (now === opened[index]) return
        const what = now === undefined ? 'was removed' : 'was replaced'
        throw new Unstored(
          'replaced',
          `${file} ${what} while Reelay had it open: what it held is no longer reachable by that ` +
            'name; Reelay goes on with what is there now, or with a new, empty journal',
        )
      })
    },
  }
}

function identity(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
