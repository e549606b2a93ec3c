import type { Reading } from '../../domain/reading.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import type { JournalSource } from './source.ts'
import type { JournalTarget, MergeTarget } from './target.ts'

/**
 * Opens the journal that the settings name, to export it. An engine that is not used is not loaded.
 * @throws FatalError
 */
export async function openSource(store: StoreSettings, reading: Reading): Promise<JournalSource> {
  if (store.engine === 'sqlite') {
    const { openSqliteSource } = await import('./sqlite-source.ts')
    return openSqliteSource(store.path, reading)
  }
  const { openPostgresSource } = await import('./postgres-source.ts')
  return openPostgresSource(store)
}

/** The same, to read an export into it while it is empty. @throws FatalError */
export async function openTarget(store: StoreSettings, reading: Reading): Promise<JournalTarget> {
  if (store.engine === 'sqlite') {
    const { openSqliteTarget } = await import('./sqlite-target.ts')
    return openSqliteTarget(store.path, reading, Date.now())
  }
  const { openPostgresTarget } = await import('./postgres-target.ts')
  return openPostgresTarget(store, reading)
}

/** The same, to add to what it has. @throws FatalError */
export async function openMerge(store: StoreSettings, reading: Reading): Promise<MergeTarget> {
  if (store.engine === 'sqlite') {
    const { openSqliteMerge } = await import('./sqlite-merge.ts')
    return openSqliteMerge(store.path, reading)
  }
  const { openPostgresMerge } = await import('./postgres-merge.ts')
  return openPostgresMerge(store, reading)
}
