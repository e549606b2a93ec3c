import { join } from 'node:path'
import t, { type Test } from 'tap'
import { conformance, type JournalHarness } from '../conformance.ts'
import { openJournal } from './open-journal.ts'

async function open(t: Test, path = join(t.testdir(), 'journal.db')): Promise<JournalHarness> {
  const { inbox, feed, close } = await openJournal(t, path)
  return {
    inbox,
    feed,
    async reopen() {
      await close()
      return open(t, path)
    },
  }
}

await conformance(t, t => open(t))
