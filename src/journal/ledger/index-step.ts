import type { SqlStatement } from '../../domain/desk.ts'
import type { Reading } from '../../domain/reading.ts'
import { type Entry, roomNameHash, toEntry } from './entry.ts'
import { type IndexState, readIndexState, takeTurn } from './index-state.ts'
import type { IndexQuery, Query } from './query.ts'
import { foldEntries, keepRecordings, readIndexedRecordings } from './recording-row.ts'
import { type StoredRow, storedColumns } from './stored-row.ts'

/** Rows of one step: a look that comes meanwhile waits for its end. */
const stepRows = 100

/**
 * Takes the next stretch of the log into the index. `nothing`: there was none; `behind`: there is
 * more; `overtaken`: another replica was quicker.
 * @throws Unstored
 */
export async function indexStep(
  query: IndexQuery,
  reading: Reading,
): Promise<'nothing' | 'done' | 'behind' | 'overtaken'> {
  const state = await readIndexState(query)
  const rows = await query.rows<StoredRow>(
    `SELECT ${storedColumns(query, 'c')} FROM callback AS c
     WHERE c.position > $1 ORDER BY c.position LIMIT ${stepRows}`,
    [state.position],
  )
  if (rows.length === 0) return 'nothing'
  const entries = rows.map(row => toEntry(reading, row))
  const written = await query.write(await statementsFor(query, state, entries))
  if (written === undefined) return 'overtaken'
  return rows.length < stepRows ? 'done' : 'behind'
}

async function statementsFor(
  query: Query,
  state: IndexState,
  entries: readonly Entry[],
): Promise<SqlStatement[]> {
  const recorded = entries.flatMap(({ sign, subject }) => (sign && subject ? [subject] : []))
  const known = await readIndexedRecordings(query, [...new Set(recorded)])
  const recordings = foldEntries(known, entries)
  const rooms = new Map(
    entries.flatMap(({ room, roomName }): [string, string][] =>
      room && roomName !== undefined ? [[room, roomNameHash(roomName)]] : [],
    ),
  )
  let { high } = state
  const rows = entries.map(({ position, receivedAt, type, account, room, subject }) => {
    high = Math.max(high, receivedAt)
    return [position, receivedAt, high, type, account, room, subject]
  })
  const turn = takeTurn(state, {
    position: entries.at(-1)!.position,
    high,
    callbacks: state.callbacks + entries.length,
    quarantined: state.quarantined + entries.filter(({ type }) => type === undefined).length,
  })
  return [
    turn,
    keepEntries(query, rows),
    ...(recordings.length > 0 ? [keepRecordings(query, recordings)] : []),
    ...(rooms.size > 0 ? [keepRooms(query, [...rooms])] : []),
  ]
}

const entryColumns = {
  position: 'bigint',
  received_at: 'bigint',
  high: 'bigint',
  type: 'text',
  account: 'text',
  room: 'text',
  subject: 'text',
} as const

function keepEntries({ dialect }: Query, rows: readonly unknown[][]): SqlStatement {
  const names = Object.keys(entryColumns).join(', ')
  return {
    text: `INSERT INTO entry (${names}) SELECT ${names} FROM ${dialect.table(1, entryColumns)} AS e`,
    values: [JSON.stringify(rows)],
  }
}

function keepRooms(
  { dialect }: Query,
  rooms: readonly [sid: string, name: string][],
): SqlStatement {
  return {
    text: `INSERT INTO room (sid, name)
      SELECT sid, name FROM ${dialect.table(1, { sid: 'text', name: 'text' })} AS r WHERE true
      ON CONFLICT (sid) DO UPDATE SET name = excluded.name WHERE room.name <> excluded.name`,
    values: [JSON.stringify(rooms)],
  }
}
