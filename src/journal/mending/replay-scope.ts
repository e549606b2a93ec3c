import type { EventFilter } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { positionOf } from '../ledger/event-look-up.ts'
import { typesWanted } from '../ledger/known-types.ts'
import type { Query } from '../ledger/query.ts'
import { roomSids } from '../ledger/room-sids.ts'
import type { LedgerSink } from '../ledger/sink-context.ts'
import { timeBounds } from '../ledger/time-bounds.ts'
import type { ReplayFilter } from '../replay/filter.ts'

/** What a replay to one sink is about. */
export interface Scope {
  total: number
  /** Positions of the first and the last event; 0 where there is none. */
  first: number
  last: number
}

export interface PlannedEvent {
  position: number
  type: string
  received_at: number
}

/** Makes the filter as the journal keeps it: a room's name is no SID, and not to be kept. */
export async function resolveFilter(
  query: Query,
  { ids, type, account, room, recording, since, until }: EventFilter,
  dead: boolean,
): Promise<ReplayFilter> {
  return {
    ...(ids && { ids }),
    ...(type !== undefined && { type }),
    ...(account !== undefined && { account }),
    ...(room !== undefined && { rooms: await roomSids(query, room) }),
    ...(recording !== undefined && { recording }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(dead && { dead }),
  }
}

/** Counts what fits and the sink wants, out of the index. @throws Unstored */
export async function readScope(
  query: Query,
  reading: Reading,
  filter: ReplayFilter,
  sink: LedgerSink,
): Promise<Scope> {
  const { where, values } = await conditionsOf(query, reading, filter, sink)
  const row = await query.row<{ total: number; first: number | null; last: number | null }>(
    `SELECT count(*) AS total, min(e.position) AS first, max(e.position) AS last
     FROM entry AS e WHERE ${where}`,
    values,
  )
  return { total: row!.total, first: row!.first ?? 0, last: row!.last ?? 0 }
}

/** The first events that would be sent, in order. @throws Unstored */
export async function firstEvents(
  query: Query,
  reading: Reading,
  filter: ReplayFilter,
  { sink, limit }: { sink: LedgerSink; limit: number },
): Promise<PlannedEvent[]> {
  const { where, values } = await conditionsOf(query, reading, filter, sink)
  return query.rows<PlannedEvent>(
    `SELECT e.position AS position, e.type AS type, e.received_at AS received_at
     FROM entry AS e WHERE ${where} ORDER BY e.position LIMIT ${limit}`,
    values,
  )
}

async function conditionsOf(
  query: Query,
  reading: Reading,
  filter: ReplayFilter,
  sink: LedgerSink,
): Promise<{ where: string; values: unknown[] }> {
  const { among } = query.dialect
  const { above, below } = await timeBounds(query, filter)
  const where = ['e.type IS NOT NULL', 'e.position > $1', 'e.position < $2']
  const values: unknown[] = [above, below]
  const add = (condition: (n: number) => string, value: unknown): void => {
    where.push(condition(values.push(value)))
  }
  const wanted = filter.type === undefined ? undefined : [filter.type]
  const types = await typesWanted(query, [sink.types, wanted])
  if (types) add(n => among('e.type', n, 'text'), types)
  if (filter.account !== undefined) add(n => `e.account = $${n}`, filter.account)
  if (filter.rooms) add(n => among('e.room', n, 'text'), filter.rooms)
  if (filter.recording !== undefined) add(n => `e.subject = $${n}`, filter.recording)
  if (filter.since !== undefined) add(n => `e.received_at >= $${n}`, filter.since)
  if (filter.until !== undefined) add(n => `e.received_at < $${n}`, filter.until)
  if (filter.ids) {
    add(n => among('e.position', n, 'bigint'), await positionsOf(query, reading, filter.ids))
  }
  if (filter.dead) {
    const dead = "SELECT p.position FROM parked AS p WHERE p.state = 'dead'"
    add(n => `e.position IN (${dead} AND p.sink = $${n})`, sink.name)
  }
  return { where: where.join(' AND '), values }
}

async function positionsOf(
  query: Query,
  reading: Reading,
  ids: readonly string[],
): Promise<number[]> {
  const found = await Promise.all(ids.map(id => positionOf(query, reading, id)))
  return found.filter(position => position !== undefined)
}
