import { hash } from 'node:crypto'
import type { ParsedEvent } from '../../domain/event.ts'
import type { Reading } from '../../domain/reading.ts'
import { comparableTime, type RecordingSign, stateOfType } from '../../domain/recording-state.ts'
import { toRaw } from '../raw-row.ts'
import { parseRow, type StoredRow } from './stored-row.ts'

/** What the index says of one callback. */
export interface Entry {
  position: number
  receivedAt: number
  /** Absent where it fits no schema. */
  type?: string
  account?: string
  room?: string
  /** Of a misfit, the recording that it seems to be of. */
  subject?: string
  /** Where the event tells its room's name. */
  roomName?: string
  /** Where it is a recording's event. */
  sign?: RecordingSign
}

/** Makes the entry of a row. */
export function toEntry(reading: Reading, row: StoredRow): Entry {
  const { position, received_at: receivedAt } = row
  const parsed = parseRow(reading, row)
  if (parsed.kind === 'misfit') {
    const { accountSid: account, recordingSid: subject } = reading.factsOf(toRaw(row))
    return { position, receivedAt, ...(account && { account }), ...(subject && { subject }) }
  }
  const { event } = parsed
  const { account, room } = placesOf(event.source)
  const roomName = textIn(event.data['room'], 'name')
  return {
    position,
    receivedAt,
    type: event.type,
    subject: event.subject,
    ...(account && { account }),
    ...(room && { room }),
    ...(roomName !== undefined && { roomName }),
    ...(isRecording(event.subject) && { sign: signOf(event, position, receivedAt) }),
  }
}

/** A recording of Video or of Voice? */
export function isRecording(sid: string): boolean {
  return sid.startsWith('RT') || sid.startsWith('RE')
}

/** The SIDs in a source: `/accounts/AC…/rooms/RM…`. */
export function placesOf(source: string): { account?: string; room?: string } {
  const [, accounts, account, rooms, room] = source.split('/', 5)
  return {
    ...(accounts === 'accounts' && account && { account }),
    ...(rooms === 'rooms' && room && { room }),
  }
}

/** A room's name as the index knows it. */
export function roomNameHash(name: string): string {
  return hash('sha256', name).slice(0, 32)
}

function signOf(event: ParsedEvent, position: number, receivedAt: number): RecordingSign {
  const state = stateOfType(event.type)
  const { time, data } = event
  const told = [
    state === 'processing' || state === 'in-progress' ? time : undefined,
    textIn(data['recording'], 'dateCreated'),
    textIn(data['recording'], 'startTime'),
  ]
  const instants = told.flatMap(text => (text === undefined ? [] : Date.parse(text)))
  const startedAt = instants.find(instant => !Number.isNaN(instant))
  const began = state === 'processing' || state === 'in-progress' ? receivedAt : undefined
  return { position, receivedAt, state, at: comparableTime(time), startedAt: startedAt ?? began }
}

function textIn(value: unknown, name: string): string | undefined {
  const member = (value as Record<string, unknown> | null | undefined)?.[name]
  return typeof member === 'string' ? member : undefined
}
