import type { EventState } from '../../domain/ledger.ts'
import { wantsType } from '../../domain/type-filter.ts'
import type { Query } from './query.ts'

/** What the ledger is told of a sink that is configured. */
export interface LedgerSink {
  name: string
  /** See `wantsType`; absent: every type. */
  types?: readonly string[]
}

/** What one has to know of a sink to tell what became of an event. */
export interface SinkContext extends LedgerSink {
  configured: boolean
  position: number
  createdAt: number
  pausedAt?: number
  /** Where its first delivery began; absent where there was none. */
  first?: number
  /** Stretches that it was told to skip. */
  skipped: { first: number; last: number }[]
}

interface SinkRow {
  name: string
  position: number
  created_at: number
  paused_at: number | null
  first: number | null
}

/** Reads the sinks that the journal knows, whether they are configured or not. @throws Unstored */
export async function readSinkContexts(
  query: Query,
  sinks: readonly LedgerSink[],
  name?: string,
): Promise<SinkContext[]> {
  const { ms, cursorOf } = query.dialect
  const only = name === undefined ? '' : 'WHERE name = $1'
  const rows = await query.rows<SinkRow>(
    `SELECT name, ${cursorOf('s.name')} AS position, ${ms('created_at')} AS created_at,
       ${ms('paused_at')} AS paused_at, (
         SELECT b.first FROM batch AS b
         WHERE b.sink = s.name AND (b.delivered > 0 OR b.failed > 0) ORDER BY b.last LIMIT 1
       ) AS first
     FROM sink AS s ${only} ORDER BY name`,
    name === undefined ? [] : [name],
  )
  const moves = await query.rows<{ sink: string; first: number; last: number }>(
    `SELECT sink, first, last FROM batch
     WHERE delivered = 0 AND failed = 0 AND answer = 'skipped'`,
  )
  return rows.map(row => {
    const configured = sinks.find(each => each.name === row.name)
    return {
      name: row.name,
      configured: configured !== undefined,
      ...(configured?.types && { types: configured.types }),
      position: row.position,
      createdAt: row.created_at,
      ...(row.paused_at !== null && { pausedAt: row.paused_at }),
      ...(row.first !== null && { first: row.first }),
      skipped: moves.filter(({ sink }) => sink === row.name),
    }
  })
}

/** An event, as far as its state at a sink depends on it. */
export interface JudgedEvent {
  position: number
  type: string
  receivedAt: number
}

/**
 * What became of an event at a sink. `parked`: as its exceptions say. `wasDelivered` is asked of
 * what the sink was told to skip only: it may have had it before.
 */
export function eventStateAt(
  sink: SinkContext,
  { position, type, receivedAt }: JudgedEvent,
  parked: 'waiting' | 'dead' | undefined,
  wasDelivered: () => boolean,
): EventState {
  if (parked !== undefined) return parked
  if (!wantsType(sink.types, type)) return 'filtered'
  if (position > sink.position) return 'pending'
  if (isSkipped(sink, position)) return wasDelivered() ? 'delivered' : 'skipped'
  // It began with what came later.
  const isBefore = sink.first === undefined || position < sink.first
  return isBefore && receivedAt < sink.createdAt ? 'skipped' : 'delivered'
}

/** Was the sink told to pass this? */
export function isSkipped({ skipped }: SinkContext, position: number): boolean {
  return skipped.some(({ first, last }) => first <= position && position <= last)
}
