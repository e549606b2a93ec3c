import type { Ledger } from '../../domain/ledger.ts'
import { readIndexState } from './index-state.ts'
import type { Query } from './query.ts'

/** Beyond this it does not matter how far the index is behind. */
const mostLag = 100_000

/** What there is of the store; see `Ledger`. */
export function createStoreLookUp(query: Query): Ledger['store'] {
  const { ms } = query.dialect
  const countOf = async (text: string, values: unknown[] = []): Promise<number> =>
    (await query.row<{ count: number }>(`SELECT count(*) AS count FROM ${text}`, values))!.count

  return async () => {
    const { position, callbacks, quarantined } = await readIndexState(query)
    const bytes = await query.bytes()
    const last = await query.row<{ at: number }>(
      `SELECT ${ms('received_at')} AS at FROM callback ORDER BY position DESC LIMIT 1`,
    )
    const ahead = `(SELECT 1 FROM callback WHERE position > $1 LIMIT ${mostLag}) AS c`
    return {
      engine: query.engine,
      callbacks,
      quarantined,
      purged: await countOf('tombstone'),
      stalled: await countOf("recording WHERE state = 'stalled'"),
      ...(bytes !== undefined && { bytes }),
      ...(last && { lastReceivedAt: new Date(last.at).toISOString() }),
      indexLag: await countOf(ahead, [position]),
    }
  }
}
