import type { ParsedEvent } from '../../domain/event.ts'
import type { RecordingItem, RecordingState } from '../../domain/ledger.ts'
import type { Reading } from '../../domain/reading.ts'
import { comparableTime, stateOfType } from '../../domain/recording-state.ts'
import type { Query } from './query.ts'
import { foldResource } from './recording-resource.ts'
import type { IndexedRecording } from './recording-row.ts'
import { parseRow, type StoredRow, storedColumns } from './stored-row.ts'

/** Events of one recording that are read for its resource: as many as there ever are. */
const mostEvents = 20

/** Recordings as they are told, with what their events say together. @throws Unstored */
export async function readRecordingItems(
  query: Query,
  reading: Reading,
  recordings: readonly IndexedRecording[],
): Promise<RecordingItem[]> {
  const events = await readEvents(
    query,
    reading,
    recordings.map(({ sid }) => sid),
  )
  return recordings.map(each => toItem(each, events.get(each.sid) ?? []))
}

async function readEvents(
  query: Query,
  reading: Reading,
  sids: readonly string[],
): Promise<Map<string, ParsedEvent[]>> {
  const events = new Map<string, ParsedEvent[]>()
  if (sids.length === 0) return events
  const rows = await query.rows<StoredRow>(
    `SELECT ${storedColumns(query, 'c')}
     FROM entry AS e JOIN callback AS c ON c.position = e.position
     WHERE ${query.dialect.among('e.subject', 1, 'text')} AND e.type IS NOT NULL
     ORDER BY c.position`,
    [sids],
  )
  for (const row of rows) {
    const parsed = parseRow(reading, row)
    if (parsed.kind === 'misfit') continue
    const { event } = parsed
    const known = events.get(event.subject) ?? []
    if (known.length < mostEvents) events.set(event.subject, [...known, event])
  }
  return events
}

function toItem(each: IndexedRecording, events: readonly ParsedEvent[]): RecordingItem {
  const { sid, state, account, room, startedAt } = each
  const names = events.map(({ data }) => (data['room'] as { name?: string } | undefined)?.name)
  const roomName = names.findLast(name => name !== undefined)
  return {
    sid,
    state,
    ...(account !== undefined && { accountSid: account }),
    ...(room !== undefined && { roomSid: room }),
    ...(roomName !== undefined && { roomName }),
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    firstReceivedAt: new Date(each.firstAt).toISOString(),
    lastReceivedAt: new Date(each.lastAt).toISOString(),
    events: each.events,
    recording: foldResource(sid, state, inOrder(events)),
  }
}

/** As they happened, whatever order they came in. */
function inOrder(events: readonly ParsedEvent[]): ParsedEvent[] {
  const ranks: Partial<Record<RecordingState, number>> = {
    processing: 0,
    'in-progress': 0,
    deleted: 2,
  }
  const rankOf = ({ type }: ParsedEvent): number => {
    const state = stateOfType(type)
    return (state && ranks[state]) ?? (state === undefined ? 0 : 1)
  }
  return events.toSorted((a, b) => {
    const [at, bt] = [comparableTime(a.time), comparableTime(b.time)]
    return rankOf(a) - rankOf(b) || (at < bt ? -1 : at > bt ? 1 : 0)
  })
}
