import type { Desk } from '../../domain/desk.ts'
import type { Mending, PurgeResult } from '../../domain/mending.ts'
import type { Reading } from '../../domain/reading.ts'
import { readSinkStates } from '../ledger/event-states.ts'
import type { Projector } from '../ledger/projector.ts'
import type { Query } from '../ledger/query.ts'
import { type LedgerSink, readSinkContexts, type SinkContext } from '../ledger/sink-context.ts'
import { readStored, type StoredRow } from '../ledger/stored-row.ts'
import { positionsToErase } from './purge-scope.ts'

/** Callbacks that are erased in one transaction. */
const step = 500

/** Personal data, erased on request; see `Mending`. */
export function createPurge(options: {
  query: Query
  projector: Pick<Projector, 'forget'>
  desk: Desk
  sinks: readonly LedgerSink[]
  reading: Reading
}): Mending['purge'] {
  const { query, projector, desk, sinks, reading } = options

  async function waitingAmong(positions: readonly number[]): Promise<number> {
    const among = query.dialect.among('position', 1, 'bigint')
    const row = await query.row<{ count: number }>(
      `SELECT count(*) AS count FROM parked
       WHERE ${among} AND state = 'waiting' AND sink NOT LIKE '%~%'`,
      [positions],
    )
    return row!.count
  }

  return async (request, { dryRun }) => {
    const positions = await positionsToErase(query, reading, request)
    const contexts = await readSinkContexts(query, sinks)
    const result: PurgeResult = { callbacks: 0, cancelled: 0, delivered: [] }
    const delivered = new Map(contexts.map(({ name }) => [name, 0]))
    for (let first = 0; first < positions.length; first += step) {
      const some = positions.slice(first, first + step)
      const rows = await readStored(query, some)
      await countDelivered(query, contexts, rows, delivered)
      result.callbacks += rows.length
      result.cancelled += dryRun ? await waitingAmong(some) : await desk.erase(some)
      if (!dryRun) await projector.forget(some)
    }
    result.delivered = [...delivered].map(([sink, count]) => ({ sink, count }))
    result.delivered = result.delivered.filter(({ count }) => count > 0)
    return result
  }
}

/** Adds up which sinks have got how many of these. */
async function countDelivered(
  query: Query,
  contexts: readonly SinkContext[],
  rows: readonly StoredRow[],
  delivered: Map<string, number>,
): Promise<void> {
  const events = rows.flatMap(({ position, type, received_at }) =>
    type === null ? [] : [{ position, type, received_at }],
  )
  for (const sink of contexts) {
    const states = [...(await readSinkStates(query, sink, events)).values()]
    const count = states.filter(state => state === 'delivered').length
    delivered.set(sink.name, delivered.get(sink.name)! + count)
  }
}
