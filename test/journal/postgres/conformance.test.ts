import t, { type Test } from 'tap'
import type { PostgresSettings } from '../../../src/domain/settings.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { conformance, type JournalHarness } from '../conformance.ts'
import { openReplica, settingsFor } from './open-journal.ts'

async function open(t: Test, settings: PostgresSettings): Promise<JournalHarness> {
  const { inbox, feed, close } = await openReplica(t, settings)
  return {
    inbox,
    feed,
    async reopen() {
      await close()
      return open(t, settings)
    },
  }
}

t.test('Postgres', { skip: await postgresMissing() }, async t => {
  await conformance(t, async t => open(t, settingsFor((await testDatabase(t)).url)))
})
