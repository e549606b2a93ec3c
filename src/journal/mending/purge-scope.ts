import { setImmediate } from 'node:timers/promises'
import type { PurgeRequest } from '../../domain/mending.ts'
import type { Mentions, Reading } from '../../domain/reading.ts'
import type { Query } from '../ledger/query.ts'
import { roomSids } from '../ledger/room-sids.ts'
import { timeBounds } from '../ledger/time-bounds.ts'
import { type RawRow, rawColumns, toRaw } from '../raw-row.ts'

/** Rows that are read and parsed in one go. */
const step = 500

/**
 * Positions of the callbacks whose payload is there and that are meant, in order. @throws Unstored
 */
export async function positionsToErase(
  query: Query,
  reading: Reading,
  request: PurgeRequest,
): Promise<number[]> {
  if ('before' in request) return before(query, request.before)
  if ('participant' in request) {
    const { participant } = request
    return mentioning(query, reading, '', ({ identities }) => identities.includes(participant))
  }
  return ofRoom(query, reading, request.room)
}

async function before(query: Query, instant: number): Promise<number[]> {
  const { below } = await timeBounds(query, { until: instant })
  const { ms } = query.dialect
  const rows = await query.rows<{ position: number }>(
    `SELECT position FROM callback WHERE position < $1 AND ${ms('received_at')} < $2
     ORDER BY position`,
    [below, instant],
  )
  return rows.map(({ position }) => position)
}

/** Events out of the index; what fits no schema by what it says. */
async function ofRoom(query: Query, reading: Reading, room: string): Promise<number[]> {
  const sids = await roomSids(query, room)
  const rows = await query.rows<{ position: number }>(
    `SELECT c.position AS position FROM entry AS e JOIN callback AS c ON c.position = e.position
     WHERE ${query.dialect.among('e.room', 1, 'text')}`,
    [sids],
  )
  const misfits = await mentioning(query, reading, 'AND type IS NULL', ({ rooms }) =>
    rooms.some(each => each === room || sids.includes(each)),
  )
  return [...rows.map(({ position }) => position), ...misfits].sort((a, b) => a - b)
}

/** Looks through everything: an identity is in no index. */
async function mentioning(
  query: Query,
  reading: Reading,
  condition: string,
  fits: (mentions: Mentions) => boolean,
): Promise<number[]> {
  const found: number[] = []
  for (let after = 0; ; ) {
    const rows = await query.rows<RawRow & { position: number }>(
      `SELECT position, ${rawColumns} FROM callback WHERE position > $1 ${condition}
       ORDER BY position LIMIT ${step}`,
      [after],
    )
    for (const row of rows) if (fits(reading.mentionsOf(toRaw(row)))) found.push(row.position)
    if (rows.length < step) return found
    after = rows.at(-1)!.position
    await setImmediate()
  }
}
