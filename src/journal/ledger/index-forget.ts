import type { Reading } from '../../domain/reading.ts'
import { toEntry } from './entry.ts'
import { readIndexState, takeTurn } from './index-state.ts'
import type { IndexQuery, Query } from './query.ts'
import { foldEntries, type IndexedRecording, keepRecordings } from './recording-row.ts'
import { type StoredRow, storedColumns } from './stored-row.ts'

/** Tries against other writers of the index. */
const tries = 20

/**
 * Drops entries whose payload is gone, with the recordings and rooms that nothing is left of. Where
 * something is left, it alone says what is known of the recording.
 * @throws Unstored
 */
export async function forgetEntries(
  query: IndexQuery,
  reading: Reading,
  positions: readonly number[],
): Promise<void> {
  for (let tried = 0; tried < tries; tried++) {
    if (await forget(query, reading, positions)) return
  }
  throw new Error('the index of look-ups is written by others all the time')
}

interface GoneRow {
  position: number
  type: string | null
  room: string | null
  subject: string | null
}

async function forget(
  query: IndexQuery,
  reading: Reading,
  positions: readonly number[],
): Promise<boolean> {
  const { dialect } = query
  const state = await readIndexState(query)
  const gone = await query.rows<GoneRow>(
    `SELECT position, type, room, subject FROM entry
     WHERE ${dialect.among('position', 1, 'bigint')}`,
    [positions],
  )
  if (gone.length === 0) return true
  const at = gone.map(({ position }) => position)
  const sids = distinct(gone.map(({ type, subject }) => (type === null ? null : subject)))
  const rooms = distinct(gone.map(({ room }) => room))
  const left = await refold(query, reading, sids, at)
  const misfits = gone.filter(({ type }) => type === null).length
  const written = await query.write([
    takeTurn(state, {
      callbacks: state.callbacks - gone.length,
      quarantined: state.quarantined - misfits,
    }),
    { text: `DELETE FROM entry WHERE ${dialect.among('position', 1, 'bigint')}`, values: [at] },
    { text: `DELETE FROM recording WHERE ${dialect.among('sid', 1, 'text')}`, values: [sids] },
    ...(left.length > 0 ? [keepRecordings(query, left)] : []),
    {
      text: `DELETE FROM room WHERE ${dialect.among('sid', 1, 'text')}
        AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.room = room.sid)`,
      values: [rooms],
    },
  ])
  return written !== undefined
}

/** Recordings by what is left of them. */
async function refold(
  query: Query,
  reading: Reading,
  sids: readonly string[],
  gone: readonly number[],
): Promise<IndexedRecording[]> {
  const { dialect } = query
  const rows = await query.rows<StoredRow>(
    `SELECT ${storedColumns(query, 'c')}
     FROM entry AS e JOIN callback AS c ON c.position = e.position
     WHERE ${dialect.among('e.subject', 1, 'text')} AND e.type IS NOT NULL
       AND NOT (${dialect.among('e.position', 2, 'bigint')})
     ORDER BY c.position`,
    [sids, gone],
  )
  return foldEntries(
    [],
    rows.map(row => toEntry(reading, row)),
  )
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter(value => value !== null)
}
