import { isDeepStrictEqual } from 'node:util'
import type { RawCallback } from '../domain/callback.ts'
import type { FieldError, Parsed, ParsedEvent } from '../domain/event.ts'
import { composition } from './composition.ts'
import { contentOf } from './content-of.ts'
import type { CallbackRequest, Family } from './family.ts'
import { decodeForm } from './form.ts'
import { extraFields, type Fields, gatherFields, toObject } from './gather-fields.ts'
import { readJsonMembers } from './json-members.ts'
import { participant, track } from './participant.ts'
import { parseResource } from './recording-resource.ts'
import { room } from './room.ts'
import { schemaErrors } from './schema-errors.ts'
import { splitTarget } from './split-target.ts'
import { videoRecording } from './video-recording.ts'
import { voiceRecording } from './voice-recording.ts'

const repeated = 'is given more than once, with different values'

/** The families of Video, by the first word of their events. */
const families = new Map<string, Family>([
  ['recording', videoRecording],
  ['room', room],
  ['participant', participant],
  ['track', track],
  ['composition', composition],
])

/**
 * Reads a genuine callback: pure, and never throws. Fields are taken from a form body, else from a
 * JSON body, else from the query.
 */
export function parse(raw: RawCallback): Parsed {
  const content = contentOf(raw)
  const target = splitTarget(raw.target, content !== 'query')
  const request: Omit<CallbackRequest, 'extra'> = {
    url: raw.publicUrl + target.own,
    callback: {
      method: raw.method,
      path: target.path,
      query: toObject(gatherFields(target.ownFields)),
    },
  }
  if (content === 'json') return parseResource(raw.body, request)
  const fields = content === 'form' ? formFields(raw.body) : target.fields
  return parseFields(gatherFields(fields), request)
}

function parseFields(fields: Fields, request: Omit<CallbackRequest, 'extra'>): Parsed {
  const family = familyOf(fields)
  if (!('fits' in family)) return { kind: 'misfit', errors: [family] }
  if (!family.fits(fields)) {
    const errors = schemaErrors(family.fits).map(error =>
      Array.isArray(fields[error.path.slice(1)]) ? { ...error, message: repeated } : error,
    )
    return { kind: 'misfit', errors }
  }
  const extra = extraFields(fields, family.known)
  return { kind: 'event', event: family.toEvent(fields as never, { ...request, extra }) }
}

/** The prefix of a recording's SID tells the product; the event tells the rest. */
function familyOf(fields: Fields): Family | FieldError {
  const { RecordingSid, RecordingStatus, StatusCallbackEvent: event } = fields
  const path = '/StatusCallbackEvent'
  if (typeof RecordingSid === 'string' && RecordingSid.startsWith('RE')) return voiceRecording
  if (typeof event === 'string') {
    const family = families.get(event.slice(0, Math.max(event.indexOf('-'), 0)))
    return family ?? { path, message: 'is no event that is known' }
  }
  if (event !== undefined) return { path, message: repeated }
  if (RecordingStatus !== undefined && !String(RecordingSid).startsWith('RT')) return voiceRecording
  return { path, message: 'is missing' }
}

function formFields(body: Uint8Array) {
  return decodeForm(Buffer.from(body.buffer, body.byteOffset, body.length).toString(), body)
}

/** What can be told of a callback that fits no schema: whatever looks like a SID. */
export function factsOf(raw: RawCallback): { accountSid?: string; recordingSid?: string } {
  const [account, recording] = sidsOf(raw)
  return {
    ...(isSid(account, /^AC/) ? { accountSid: account } : {}),
    ...(isSid(recording, /^R[TE]/) ? { recordingSid: recording } : {}),
  }
}

function sidsOf(raw: RawCallback): [account: unknown, recording: unknown] {
  const content = contentOf(raw)
  if (content === 'json') {
    const members = readJsonMembers(raw.body)
    if (typeof members === 'string') return [undefined, undefined]
    return [
      (members.get('account_sid') ?? members.get('accountSid'))?.value,
      members.get('sid')?.value,
    ]
  }
  const pairs = content === 'form' ? formFields(raw.body) : splitTarget(raw.target, false).fields
  const { AccountSid, RecordingSid } = gatherFields(pairs)
  return [AccountSid, RecordingSid]
}

function isSid(text: unknown, prefix: RegExp): text is string {
  return typeof text === 'string' && prefix.test(text) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(text)
}

/** Do two events say the same, whatever URL and method brought them? */
export function sameContent(a: ParsedEvent, b: ParsedEvent): boolean {
  return isDeepStrictEqual(withoutRequest(a), withoutRequest(b))
}

function withoutRequest(event: ParsedEvent) {
  const { callback: _, recording, ...data } = event.data
  if (recording === undefined) return { ...event, data }
  const {
    statusCallback: _url,
    statusCallbackMethod: _method,
    ...rest
  } = recording as object & {
    statusCallback?: string
    statusCallbackMethod?: string
  }
  return { ...event, data: { ...data, recording: rest } }
}
