import type { MessagePort } from 'node:worker_threads'
import type { Feeds } from '../domain/journal.ts'
import type { Log } from '../domain/log.ts'
import type { Reading } from '../domain/reading.ts'
import type { StoreSettings } from '../domain/settings.ts'

/**
 * The relay's view of the journal that the settings name. `journal` leads to its thread. An engine
 * that is not used is not loaded.
 */
export async function openFeeds(
  store: StoreSettings,
  journal: MessagePort,
  reading: Reading,
  log: Log,
): Promise<Feeds> {
  if (store.engine === 'sqlite') {
    const { createFeeds } = await import('./sqlite/feeds.ts')
    return createFeeds(store.path, journal, reading, log)
  }
  const { createPostgresFeeds } = await import('./postgres/feeds.ts')
  return createPostgresFeeds(store, journal, reading, log)
}
