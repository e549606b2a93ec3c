import { MessageChannel, Worker } from 'node:worker_threads'
import pino from 'pino'
import type { Test } from 'tap'
import type { Unstored } from '../../../src/domain/journal.ts'
import type { RetentionSettings } from '../../../src/domain/settings.ts'
import { createJournalClient } from '../../../src/journal/client.ts'
import { openDesk } from '../../../src/journal/open-desk.ts'
import type { JournalThreadData } from '../../../src/journal/protocol.ts'
import { createFeeds } from '../../../src/journal/sqlite/feeds.ts'
import { literalReading } from '../literal-reading.ts'

const day = 86_400_000

export const keepAll: RetentionSettings = {
  events: 30 * day,
  quarantine: 90 * day,
  deadLetters: 90 * day,
  maxAge: 90 * day,
}

/** The journal on its real threads, over a file, with the literal provider; closed at the end. */
export async function openJournal(
  t: Test,
  path: string,
  options: { retention?: RetentionSettings; sinks?: string[]; timeLimit?: number } = {},
) {
  const told: { failed: Unstored[]; recovered: number; removed: number } = {
    failed: [],
    recovered: 0,
    removed: 0,
  }
  let notify = (): void => {}
  const workerData: JournalThreadData = {
    store: { engine: 'sqlite', path },
    retention: options.retention ?? keepAll,
    sinks: (options.sinks ?? []).map(name => ({ name })),
  }
  const thread = new URL('./literal-journal-thread.ts', import.meta.url)
  const client = createJournalClient(
    new Worker(thread, { workerData }),
    {
      committed: () => {},
      failed(error) {
        told.failed.push(error)
        notify()
      },
      recovered() {
        told.recovered++
        notify()
      },
      retained({ removed }) {
        told.removed += removed
        notify()
      },
      spooling: () => {},
      retentionFailed: () => {},
      drained: () => {},
      died: () => {},
    },
    options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit },
  )
  await client.ready
  const relay = new MessageChannel()
  client.attach('relay', relay.port1)
  const feeds = createFeeds(path, relay.port2, literalReading, pino({ level: 'silent' }))
  const ledger = new MessageChannel()
  client.attach('ledger', ledger.port1)
  const desk = openDesk(ledger.port2)
  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    desk.close()
    await feeds.close()
    await client.close()
  }
  t.teardown(close)
  return {
    inbox: client,
    client,
    feeds,
    desk,
    told,
    feed: (sink: string) => feeds.feed(sink),
    close,
    /** Resolves when the journal has told something that makes this true. */
    async until(condition: () => boolean): Promise<void> {
      while (!condition()) {
        await new Promise<void>(resolve => {
          notify = resolve
        })
      }
    },
  }
}
