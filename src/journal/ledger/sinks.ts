import type { Ledger, SinkItem } from '../../domain/ledger.ts'
import { typesWanted } from './known-types.ts'
import type { Query } from './query.ts'
import { type LedgerSink, readSinkContexts, type SinkContext } from './sink-context.ts'

/** Batches among which the last delivery is looked for. */
const recentBatches = 1_000

/** Sinks and how far each is; see `Ledger`. */
export function createSinkList(query: Query, sinks: readonly LedgerSink[]): Ledger['sinks'] {
  const { ms } = query.dialect

  async function behind({ name, position, types }: SinkContext) {
    const wanted = await typesWanted(query, [types])
    const only = wanted === undefined ? '' : `AND ${query.dialect.among('type', 2, 'text')}`
    const ahead = await query.row<{ count: number; oldest: number | null }>(
      `SELECT count(*) AS count, min(received_at) AS oldest FROM entry
       WHERE position > $1 AND type IS NOT NULL ${only}`,
      wanted === undefined ? [position] : [position, wanted],
    )
    const parked = await query.rows<{ state: string; count: number; oldest: number | null }>(
      `SELECT p.state AS state, count(*) AS count, min(e.received_at) AS oldest
       FROM parked AS p LEFT JOIN entry AS e ON e.position = p.position
       WHERE p.sink = $1 GROUP BY p.state`,
      [name],
    )
    const waiting = parked.find(({ state }) => state === 'waiting')
    return {
      lag: ahead!.count + (waiting?.count ?? 0),
      waiting: waiting?.count ?? 0,
      dead: parked.find(({ state }) => state === 'dead')?.count ?? 0,
      oldest: Math.min(ahead!.oldest ?? Infinity, waiting?.oldest ?? Infinity),
    }
  }

  async function lastOf(name: string): Promise<Pick<SinkItem, 'lastDeliveredAt' | 'lastError'>> {
    const delivered = await query.row<{ at: number | null }>(
      `SELECT max(at) AS at FROM (
         SELECT ${ms('settled_at')} AS at, delivered FROM batch WHERE sink = $1
         ORDER BY last DESC LIMIT ${recentBatches}) AS b WHERE delivered > 0`,
      [name],
    )
    const failed = await query.row<{ cause: string; at: number }>(
      `SELECT cause, ${ms('at')} AS at FROM failure WHERE sink = $1
       ORDER BY number DESC LIMIT 1`,
      [name],
    )
    const at = delivered?.at ?? undefined
    return {
      ...(at !== undefined && { lastDeliveredAt: new Date(at).toISOString() }),
      ...(failed && {
        lastError: { at: new Date(failed.at).toISOString(), cause: failed.cause },
      }),
    }
  }

  return async () => {
    const now = Date.now()
    const owners = await readOwners(query)
    const items: SinkItem[] = []
    for (const context of await readSinkContexts(query, sinks)) {
      const { name, configured, position, pausedAt } = context
      const { oldest, ...counts } = await behind(context)
      const owner = owners.get(name)
      items.push({
        name,
        configured,
        position,
        ...counts,
        oldestSeconds: oldest === Infinity ? 0 : Math.max(0, Math.round((now - oldest) / 1000)),
        ...(pausedAt !== undefined && { pausedAt: new Date(pausedAt).toISOString() }),
        ...(await lastOf(name)),
        ...(owner !== undefined && { owner }),
      })
    }
    return items
  }
}

async function readOwners({ engine, rows }: Query): Promise<Map<string, string>> {
  if (engine === 'sqlite') return new Map()
  const found = await rows<{ name: string; owner: string }>(
    `SELECT name, owner::text AS owner FROM sink
     WHERE lease_until > clock_timestamp() AND paused_at IS NULL`,
  )
  return new Map(found.map(({ name, owner }) => [name, owner]))
}
