import type { EventDetail, Ledger } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { readDetails, readErased, type Tombstone } from './details.ts'
import type { Query } from './query.ts'
import type { LedgerSink } from './sink-context.ts'
import { readStored, type StoredRow, storedColumns } from './stored-row.ts'

/** Finds one event by its id, erased or not; see `Ledger`. */
export function createEventLookUp(options: {
  query: Query
  reading: Reading
  sinks: readonly LedgerSink[]
}): Ledger['event'] {
  const { query, reading, sinks } = options

  async function stored(id: string): Promise<StoredRow | undefined> {
    const position = await positionOf(query, reading, id)
    const [row] = position === undefined ? [] : await readStored(query, [position])
    if (row) return row
    return query.row<StoredRow>(
      `SELECT ${storedColumns(query, 'c')} FROM callback AS c WHERE c.id = $1 AND c.type IS NULL`,
      [id],
    )
  }

  async function erased(id: string): Promise<EventDetail | undefined> {
    const position = await positionOf(query, reading, id)
    const stone = await query.row<Tombstone>(
      position === undefined
        ? `SELECT ${stoneColumns(query)} FROM tombstone WHERE id = $1`
        : `SELECT ${stoneColumns(query)} FROM tombstone WHERE position = $1`,
      [position ?? id],
    )
    return stone && (await readErased(query, sinks, [stone]))[0]
  }

  return async id => {
    const row = await stored(id)
    return row ? (await readDetails(query, reading, sinks, [row]))[0] : erased(id)
  }
}

/** The place of an event that was ever stored, by its identity key. @throws Unstored */
export async function positionOf(
  query: Query,
  reading: Reading,
  id: string,
): Promise<number | undefined> {
  const text = `SELECT position FROM identity WHERE key = ${query.dialect.key(1)}`
  return (await query.row<{ position: number }>(text, [reading.eventIdKey(id)]))?.position
}

/** The columns of a `Tombstone`. */
export function stoneColumns({ dialect }: Query): string {
  return `position, ${dialect.ms('received_at')} AS received_at, id, type, subject,
    ${dialect.ms('purged_at')} AS purged_at`
}
