import type { EventFilter } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { positionOf } from './event-look-up.ts'
import { typesWanted } from './known-types.ts'
import type { Query } from './query.ts'
import { roomSids } from './room-sids.ts'
import { type Condition, drivingOf, equals, oneOf, type Scan } from './scan.ts'
import type { SinkContext } from './sink-context.ts'
import { timeBounds } from './time-bounds.ts'

/** A look along the index of events. */
export type EventScan = Scan

const columns = 't.position, t.received_at, t.type, t.account, t.room, t.subject'

/**
 * Which index to walk along, and what to check on the way. Undefined where nothing can fit. `from`:
 * where the page before ended.
 */
export async function planEvents(
  query: Query,
  reading: Reading,
  filter: EventFilter,
  { from, context }: { from: number | undefined; context: SinkContext | undefined },
): Promise<EventScan | undefined> {
  const { among } = query.dialect
  const bounds = await timeBounds(query, filter)
  const ascending = filter.after !== undefined
  const above = Math.max(bounds.above, filter.after ?? 0, ascending ? (from ?? 0) : 0)
  const below = Math.min(bounds.below, ascending ? Number.MAX_SAFE_INTEGER : (from ?? Infinity))
  const plan: EventScan = {
    table: 'entry',
    key: 'position',
    columns,
    driving: [],
    residual: [{ sql: n => `t.position > $${n}`, value: 0 }, ...timesOf(filter)],
    above,
    below: Math.min(below, Number.MAX_SAFE_INTEGER),
    ...(ascending && { ascending }),
  }
  const conditions = await conditionsOf(query, filter)
  if (filter.ids) {
    const found = await Promise.all(filter.ids.map(id => positionOf(query, reading, id)))
    const positions = found.filter(each => each !== undefined)
    if (positions.length === 0) return undefined
    const value = positions
    plan.driving = [{ sql: n => among('position', n, 'bigint'), value }]
  } else if (context && (filter.state === 'dead' || filter.state === 'waiting')) {
    plan.keysFrom = 'parked'
    plan.driving = [equals('sink', context.name), equals('state', filter.state)]
  } else {
    const along = conditions.map(condition => condition(''))
    plan.driving = await drivingOf(query, 'entry', along)
  }
  if (context && filter.state === 'pending') plan.above = Math.max(plan.above, context.position)
  plan.residual = [...plan.residual, ...notNull, ...conditions.map(condition => condition('t.'))]
  return plan
}

/** Each for a row under a prefix (`t.`), the one that most likely fits the fewest first. */
async function conditionsOf(
  query: Query,
  { recording, room, account, type }: EventFilter,
): Promise<((prefix: string) => Condition)[]> {
  const rooms = room === undefined ? undefined : await roomSids(query, room)
  const types = type === undefined ? undefined : await typesWanted(query, [[type]])
  return [
    ...(recording === undefined ? [] : [(to: string) => equals(`${to}subject`, recording)]),
    ...(rooms === undefined ? [] : [(to: string) => oneOf(query, `${to}room`, rooms)]),
    ...(types === undefined ? [] : [(to: string) => oneOf(query, `${to}type`, types)]),
    ...(account === undefined ? [] : [(to: string) => equals(`${to}account`, account)]),
  ]
}

/** Events only. */
const notNull: Condition[] = [{ sql: n => `t.type > $${n}`, value: '' }]

function timesOf({ since, until }: EventFilter): Condition[] {
  return [
    ...(since === undefined ? [] : [{ sql: atLeast, value: since }]),
    ...(until === undefined ? [] : [{ sql: below, value: until }]),
  ]
}

const atLeast = (n: number) => `t.received_at >= $${n}`
const below = (n: number) => `t.received_at < $${n}`
