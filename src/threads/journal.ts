import { workerData } from 'node:worker_threads'
import type { JournalThreadData } from '../journal/protocol.ts'
import { reading } from '../twilio/reading.ts'
import { threadUrl } from './thread-url.ts'

const data = workerData as JournalThreadData

// An engine that is not used is not loaded.
if (data.store.engine === 'sqlite') {
  const { runJournalThread } = await import('../journal/sqlite/thread.ts')
  runJournalThread(reading, threadUrl('checkpoint'))
} else {
  const { runPostgresThread } = await import('../journal/postgres/thread.ts')
  await runPostgresThread(reading, data)
}
