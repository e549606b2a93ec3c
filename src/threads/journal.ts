import { runJournalThread } from '../journal/sqlite/thread.ts'
import { reading } from '../twilio/reading.ts'
import { threadUrl } from './thread-url.ts'

runJournalThread(reading, threadUrl('checkpoint'))
