import type { RecordingState } from './ledger.ts'

/** What one event says of its recording. */
export interface RecordingSign {
  position: number
  /** Undefined: an event that says nothing of where it stands. */
  state: RecordingState | undefined
  /**
   * When it became so by the provider's clock, as `comparableTime` makes it; empty where it is not
   * told.
   */
  at: string
  /** When it started, as far as the event tells, ms since the epoch. */
  startedAt: number | undefined
  /** ms since the epoch. */
  receivedAt: number
}

/** What all events of a recording say together. */
export interface RecordingSummary {
  state: RecordingState
  stateAt: string
  /** Of the event that made it so. */
  statePosition: number
  startedAt: number | undefined
  firstPosition: number
  firstAt: number
  lastAt: number
  events: number
}

/** A later one is not undone by an earlier one, whatever order they come in. */
const ranks: Record<RecordingState, number> = {
  processing: 0,
  'in-progress': 0,
  stalled: 1,
  completed: 2,
  failed: 2,
  absent: 2,
  deleted: 3,
}

const states = new Map<string, RecordingState>([
  ['twilio.video.recording.started', 'processing'],
  ['twilio.video.recording.stalled', 'stalled'],
  ['twilio.video.recording.completed', 'completed'],
  ['twilio.video.recording.failed', 'failed'],
  ['twilio.video.recording.deleted', 'deleted'],
  ['twilio.voice.recording.in-progress', 'in-progress'],
  ['twilio.voice.recording.stalled', 'stalled'],
  ['twilio.voice.recording.completed', 'completed'],
  ['twilio.voice.recording.failed', 'failed'],
  ['twilio.voice.recording.absent', 'absent'],
])

/** Where an event of this type says that its recording stands. */
export function stateOfType(type: string): RecordingState | undefined {
  return states.get(type)
}

/** Has a recording in this state still to come to an end? */
export function isOpen(state: RecordingState | undefined): boolean {
  return state === 'processing' || state === 'in-progress'
}

/** Adds an event to what is known; the order in which events are added does not matter. */
export function foldRecording(
  known: RecordingSummary | undefined,
  sign: RecordingSign,
): RecordingSummary {
  const { position, receivedAt } = sign
  if (known === undefined) {
    return {
      ...stateOf(sign),
      startedAt: sign.startedAt,
      firstPosition: position,
      firstAt: receivedAt,
      lastAt: receivedAt,
      events: 1,
    }
  }
  const isFirst = position < known.firstPosition
  return {
    ...(isNewer(sign, known) ? stateOf(sign) : known),
    startedAt: earlier(known.startedAt, sign.startedAt),
    firstPosition: isFirst ? position : known.firstPosition,
    firstAt: isFirst ? receivedAt : known.firstAt,
    lastAt: Math.max(known.lastAt, receivedAt),
    events: known.events + 1,
  }
}

type StatePart = Pick<RecordingSummary, 'state' | 'stateAt' | 'statePosition'>

/** What only such events are known of that say nothing has begun, as far as anybody knows. */
function stateOf({ state = 'processing', at, position }: RecordingSign): StatePart {
  return { state, stateAt: at, statePosition: position }
}

/** By rank; among equals by the provider's clock, then by the place in the log. */
function isNewer({ state, at, position }: RecordingSign, known: StatePart): boolean {
  if (state === undefined) return false
  if (ranks[state] !== ranks[known.state]) return ranks[state] > ranks[known.state]
  if (at !== known.stateAt) return at > known.stateAt
  return position > known.statePosition
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

const fraction = /\.\d{3}(\d+)/

/** A text that sorts as the instants do, to the picosecond; empty for what is no date. RFC 3339. */
export function comparableTime(time: string | undefined): string {
  const ms = time === undefined ? Number.NaN : Date.parse(time)
  if (Number.isNaN(ms)) return ''
  const rest = fraction.exec(time!)?.[1] ?? ''
  return new Date(ms).toISOString().slice(0, -1) + rest.slice(0, 9).padEnd(9, '0')
}
