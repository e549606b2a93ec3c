import type { Ledger, RecordingFilter, RecordingItem } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Query } from './query.ts'
import { readRecordingItems } from './recording-items.ts'
import { toIndexedRecording } from './recording-row.ts'
import { roomSids } from './room-sids.ts'
import { type Condition, drivingOf, equals, oneOf, scan } from './scan.ts'
import { timeBounds } from './time-bounds.ts'

/** The list of recordings; see `Ledger`. */
export function createRecordingList(options: {
  query: Query
  reading: Reading
}): Ledger['recordings'] {
  const { query, reading } = options

  return async (filter, page) => {
    const conditions = await conditionsOf(query, filter)
    const along = conditions.map(condition => condition(''))
    const driving = await drivingOf(query, 'recording', along)
    const bounds = await timeBounds(query, filter)
    const from = page.cursor === undefined ? undefined : readCursor(page.cursor).position
    const { rows, end } = await scan<Parameters<typeof toIndexedRecording>[0]>(
      query,
      {
        table: 'recording',
        key: 'first_position',
        columns: 't.*',
        driving,
        residual: [...conditions.map(condition => condition('t.')), ...timesOf(filter)],
        above: bounds.above,
        below: Math.min(bounds.below, from ?? Number.MAX_SAFE_INTEGER),
      },
      page.limit,
    )
    const items: RecordingItem[] = await readRecordingItems(
      query,
      reading,
      rows.map(toIndexedRecording),
    )
    return { items, ...(end !== undefined && { next: writeCursor({ position: end }) }) }
  }
}

/** Each for a row under a prefix: `t.`. */
async function conditionsOf(
  query: Query,
  { states, account, room }: RecordingFilter,
): Promise<((prefix: string) => Condition)[]> {
  const rooms = room === undefined ? undefined : await roomSids(query, room)
  return [
    ...(rooms === undefined ? [] : [(to: string) => oneOf(query, `${to}room`, rooms)]),
    ...(states === undefined ? [] : [(to: string) => oneOf(query, `${to}state`, states)]),
    ...(account === undefined ? [] : [(to: string) => equals(`${to}account`, account)]),
  ]
}

function timesOf({ since, until }: RecordingFilter): Condition[] {
  return [
    ...(since === undefined ? [] : [{ sql: (n: number) => `t.first_at >= $${n}`, value: since }]),
    ...(until === undefined ? [] : [{ sql: (n: number) => `t.first_at < $${n}`, value: until }]),
  ]
}
