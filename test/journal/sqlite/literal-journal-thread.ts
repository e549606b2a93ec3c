import { runJournalThread } from '../../../src/journal/sqlite/thread.ts'
import { literalReading } from '../literal-reading.ts'

const checkpoint = new URL('../../../src/threads/checkpoint.ts', import.meta.url)
runJournalThread(literalReading, checkpoint)
