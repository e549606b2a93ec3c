import type { SqlStatement } from '../../domain/desk.ts'
import type { RecordingState } from '../../domain/ledger.ts'
import { foldRecording, type RecordingSummary } from '../../domain/recording-state.ts'
import type { Entry } from './entry.ts'
import type { Query } from './query.ts'

/** A recording as the index knows it. */
export interface IndexedRecording extends RecordingSummary {
  sid: string
  account: string | undefined
  room: string | undefined
}

interface RecordingRow {
  sid: string
  account: string | null
  room: string | null
  state: RecordingState
  state_at: string
  state_position: number
  started_at: number | null
  first_position: number
  first_at: number
  last_at: number
  events: number
}

const columns = {
  sid: 'text',
  account: 'text',
  room: 'text',
  state: 'text',
  state_at: 'text',
  state_position: 'bigint',
  started_at: 'bigint',
  first_position: 'bigint',
  first_at: 'bigint',
  last_at: 'bigint',
  events: 'bigint',
} as const

const names = Object.keys(columns)

export const recordingColumns = names.join(', ')

export function toIndexedRecording(row: RecordingRow): IndexedRecording {
  return {
    sid: row.sid,
    account: row.account ?? undefined,
    room: row.room ?? undefined,
    state: row.state,
    stateAt: row.state_at,
    statePosition: row.state_position,
    startedAt: row.started_at ?? undefined,
    firstPosition: row.first_position,
    firstAt: row.first_at,
    lastAt: row.last_at,
    events: row.events,
  }
}

export async function readIndexedRecordings(
  query: Query,
  sids: readonly string[],
): Promise<IndexedRecording[]> {
  if (sids.length === 0) return []
  const text = `SELECT ${recordingColumns} FROM recording
    WHERE ${query.dialect.among('sid', 1, 'text')}`
  return (await query.rows<RecordingRow>(text, [sids])).map(toIndexedRecording)
}

/** Adds entries, in order of position, to the recordings that are known. */
export function foldEntries(
  known: readonly IndexedRecording[],
  entries: readonly Entry[],
): IndexedRecording[] {
  const before = new Map(known.map(each => [each.sid, each]))
  const after = new Map<string, IndexedRecording>()
  for (const { sign, subject: sid, account, room } of entries) {
    if (sign === undefined || sid === undefined) continue
    const each = after.get(sid) ?? before.get(sid)
    after.set(sid, {
      ...foldRecording(each, sign),
      sid,
      account: each?.account ?? account,
      room: each?.room ?? room,
    })
  }
  return [...after.values()]
}

/** Writes recordings as they are now, whether they were there or not. */
export function keepRecordings(
  { dialect }: Query,
  recordings: readonly IndexedRecording[],
): SqlStatement {
  const changed = names.slice(1).map(name => `${name} = excluded.${name}`)
  const rows = recordings.map(each => [
    each.sid,
    each.account ?? null,
    each.room ?? null,
    each.state,
    each.stateAt,
    each.statePosition,
    each.startedAt ?? null,
    each.firstPosition,
    each.firstAt,
    each.lastAt,
    each.events,
  ])
  return {
    text: `INSERT INTO recording (${recordingColumns})
      SELECT ${recordingColumns} FROM ${dialect.table(1, columns)} AS r WHERE true
      ON CONFLICT (sid) DO UPDATE SET ${changed.join(', ')}`,
    values: [JSON.stringify(rows)],
  }
}
