import type { CallbackMethod, RawCallback } from '../../src/domain/callback.ts'
import type { FieldError, ParsedEvent } from '../../src/domain/event.ts'
import type { Field } from '../../src/twilio/form.ts'
import { parse } from '../../src/twilio/parse.ts'
import { type SampleEvent, sampleCallback } from '../../src/twilio/sample.ts'

export const sids = {
  account: 'ACa11a11a11a11a11a11a11a11a11a11a1',
  room: 'RM00c0ffee00c0ffee00c0ffee00c0ffee',
  participant: 'PAb0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0',
  track: 'MTcafecafecafecafecafecafecafecafe',
  recording: 'RTdad0dad0dad0dad0dad0dad0dad0dad0',
  composition: 'CJc0dec0dec0dec0dec0dec0dec0dec0de',
  hook: 'HKfeedfeedfeedfeedfeedfeedfeedfeed',
  call: 'CAbeefbeefbeefbeefbeefbeefbeefbeef',
  conference: 'CF5eaf5eaf5eaf5eaf5eaf5eaf5eaf5eaf',
  voice: 'REadd1add1add1add1add1add1add1add1',
}

type Values = Record<string, string | undefined>

const own = {
  AccountSid: sids.account,
  RoomSid: sids.room,
  ParticipantSid: sids.participant,
  RecordingSid: sids.recording,
  CompositionSid: sids.composition,
  HookSid: sids.hook,
  CallSid: sids.call,
  SourceSid: sids.track,
  TrackSid: sids.track,
}

/** A callback's fields under this file's SIDs; an override of undefined takes the field away. */
export function fieldsOf(event: SampleEvent, overrides: Values = {}): Field[] {
  const sample = Object.fromEntries(sampleCallback(event))
  const ownSids = event.startsWith('voice-') ? { ...own, RecordingSid: sids.voice } : own
  const given = Object.fromEntries(Object.entries(ownSids).filter(([name]) => name in sample))
  const merged = { ...Object.fromEntries(sampleCallback(event, given)), ...overrides }
  return Object.entries(merged).filter((field): field is [string, string] => field[1] !== undefined)
}

export function encode(fields: Iterable<Field>): string {
  return [...fields]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

interface RawOptions {
  method?: CallbackMethod
  target?: string
  contentType?: string
}

export function form(fields: Iterable<Field> | string, options: RawOptions = {}): RawCallback {
  const { contentType = 'application/x-www-form-urlencoded; charset=UTF-8', ...rest } = options
  const text = typeof fields === 'string' ? fields : encode(fields)
  return raw(text, { contentType, method: 'POST', ...rest })
}

export function json(value: unknown, options: RawOptions = {}): RawCallback {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return raw(text, { contentType: 'application/json', method: 'POST', ...options })
}

export function query(target: string, options: RawOptions = {}): RawCallback {
  return raw('', { method: 'GET', ...options, target })
}

function raw(body: string, { method = 'GET', target = '/hooks', contentType }: RawOptions) {
  return {
    method,
    publicUrl: 'https://reelay.example',
    target,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: new Uint8Array(Buffer.from(body)),
  }
}

/** The event of a callback that must fit. */
export function eventOf(callback: RawCallback): ParsedEvent {
  const parsed = parse(callback)
  if (parsed.kind === 'event') return parsed.event
  throw new Error(`a misfit: ${JSON.stringify(parsed.errors)}`)
}

/** The errors of a callback that must not fit, by path. */
export function misfitOf(callback: RawCallback): Record<string, string> {
  const parsed = parse(callback)
  if (parsed.kind === 'event') throw new Error(`an event: ${JSON.stringify(parsed.event)}`)
  return Object.fromEntries(parsed.errors.map(({ path, message }: FieldError) => [path, message]))
}
