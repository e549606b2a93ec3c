import type { Desk } from '../../domain/desk.ts'
import type { ParsedEvent } from '../../domain/event.ts'
import type { Reading } from '../../domain/reading.ts'
import type { IndexQuery } from './query.ts'
import { readRecordingItems } from './recording-items.ts'
import { recordingColumns, toIndexedRecording } from './recording-row.ts'

/** Recordings of one step. */
const stepRows = 100

/** One that did not complete in time, as it is told. */
export interface Stalled {
  sid: string
  accountSid?: string
  roomSid?: string
  /** RFC 3339. */
  startedAt: string
}

/**
 * Finds recordings that began before an instant and never came to an end, and puts an event of each
 * into the log, once. Resolves to those that are new. Their state follows from the event, as from
 * any other. `before` in ms since the epoch.
 * @throws Unstored
 */
export async function findStalled(
  options: { query: IndexQuery; reading: Reading; desk: Pick<Desk, 'emit'> },
  before: number,
): Promise<Stalled[]> {
  const { query, reading, desk } = options
  const rows = await query.rows<Parameters<typeof toIndexedRecording>[0]>(
    `SELECT ${recordingColumns} FROM recording
     WHERE state IN ('processing', 'in-progress') AND started_at < $1
     ORDER BY started_at LIMIT ${stepRows}`,
    [before],
  )
  const items = await readRecordingItems(query, reading, rows.map(toIndexedRecording))
  const found: Stalled[] = []
  for (const { sid, accountSid, roomSid, startedAt, recording } of items) {
    const stalled = {
      sid,
      ...(accountSid !== undefined && { accountSid }),
      ...(roomSid !== undefined && { roomSid }),
      startedAt: startedAt ?? new Date(0).toISOString(),
    }
    if ((await desk.emit(eventOf(stalled, recording))) === 'stored') found.push(stalled)
  }
  return found
}

function eventOf(
  { sid, accountSid = '', roomSid, startedAt }: Stalled,
  recording: Readonly<Record<string, unknown>>,
): ParsedEvent {
  const isVideo = sid.startsWith('RT')
  const known = Object.entries(recording).filter(([, value]) => value !== null)
  return {
    id: `${sid}-stalled`,
    type: `twilio.${isVideo ? 'video' : 'voice'}.recording.stalled`,
    source: `/accounts/${accountSid}${roomSid === undefined ? '' : `/rooms/${roomSid}`}`,
    subject: sid,
    dataschema: 'urn:reelay:schema:event:stalled',
    data: {
      recording: Object.fromEntries(known),
      ...(roomSid !== undefined && { room: { sid: roomSid } }),
      startedAt,
    },
  }
}
