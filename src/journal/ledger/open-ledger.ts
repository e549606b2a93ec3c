import type { Ledger } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import { createLedger } from './ledger.ts'
import { createProjector, type Projector } from './projector.ts'
import type { IndexQuery } from './query.ts'
import type { LedgerSink } from './sink-context.ts'

/** A ledger, and what it is made of. */
export interface OpenLedger {
  ledger: Ledger
  query: IndexQuery
  projector: Projector
  close(): Promise<void>
}

/**
 * Opens the ledger of the journal that the settings name. An engine that is not used is not loaded.
 * Nothing is connected yet: what is asked while the journal can't be read is an `Unstored`.
 * `temporary`: an index that can't be written beside the journal's file may be made in a temporary
 * folder.
 */
export async function openLedger(options: {
  store: StoreSettings
  sinks: readonly LedgerSink[]
  reading: Reading
  temporary?: boolean
}): Promise<OpenLedger> {
  const { store, sinks, reading, temporary = false } = options
  const query = await openQuery(store, temporary)
  const projector = createProjector({ query, reading })
  return {
    ledger: createLedger({ query, projector, sinks, reading }),
    query,
    projector,
    async close() {
      await projector.stop()
      await query.close()
    },
  }
}

async function openQuery(store: StoreSettings, temporary: boolean): Promise<IndexQuery> {
  if (store.engine === 'sqlite') {
    const { openSqliteQuery } = await import('../sqlite/ledger-query.ts')
    return openSqliteQuery(store.path, { temporary })
  }
  const { openPostgresQuery } = await import('../postgres/ledger-query.ts')
  return openPostgresQuery(store)
}
