import type { FieldError, Parsed } from '../domain/event.ts'
import { isInt53 } from '../formats.ts'
import type { Recording, RecordingData } from '../generated/types.ts'
import { isRecording } from '../generated/validators.ts'
import type { CallbackRequest } from './family.ts'
import { anyGiven, given } from './given.ts'
import { eventId } from './identity.ts'
import { type JsonMember, readJsonMembers } from './json-members.ts'
import { notInt53, schemaErrors } from './schema-errors.ts'
import { typeOf } from './video-recording.ts'

const events = {
  processing: 'started',
  completed: 'completed',
  failed: 'failed',
  deleted: 'deleted',
} as const

const properties = [
  'accountSid',
  'sid',
  'sourceSid',
  'trackName',
  'status',
  'type',
  'containerFormat',
  'codec',
  'duration',
  'size',
  'offset',
  'groupingSids',
  'url',
  'links',
  'mediaExternalLocation',
  'dateCreated',
  'statusCallback',
  'statusCallbackMethod',
] as const satisfies readonly (keyof Recording)[]

/** Checked in the JSON's own text, where `1.0` and what is beyond ±(2^53-1) can still be seen. */
const integers: ReadonlySet<string> = new Set(['duration', 'size', 'offset'])

/** The properties by the names that the REST API and the Node SDK give them. */
const propertyOf = new Map<string, string>(
  properties.flatMap(property => [
    [property, property],
    [snakeCase(property), property],
  ]),
)

type ResourceRequest = Omit<CallbackRequest, 'extra'>

/** Reads a JSON body: the Recording resource itself, with names in snake_case or camelCase. */
export function parseResource(body: Uint8Array, request: ResourceRequest): Parsed {
  const members = readJsonMembers(body)
  if (typeof members === 'string') return misfit([{ path: '', message: members }])
  const read = readResource(members, request)
  if (read.errors.length > 0) return misfit(read.errors)

  const { resource, extra } = read
  const { accountSid, sid, status, groupingSids } = resource
  const data: RecordingData = given({
    recording: resource,
    room: { sid: groupingSids!.room_sid! },
    participant: anyGiven({ sid: groupingSids!.participant_sid }),
    extra,
    callback: request.callback,
  })
  return {
    kind: 'event',
    event: {
      id: eventId(sid, status),
      type: `twilio.video.recording.${events[status]}`,
      source: `/accounts/${accountSid}/rooms/${groupingSids!.room_sid}`,
      subject: sid,
      dataschema: 'urn:reelay:schema:event:recording',
      data: { ...data },
    },
  }
}

interface ReadResource {
  resource: Recording
  /** Members that the schema does not know, as text. */
  extra: Record<string, string> | undefined
  errors: FieldError[]
}

function readResource(members: Map<string, JsonMember>, request: ResourceRequest): ReadResource {
  const resource: Record<string, unknown> = {}
  const nameOf = new Map<string, string>()
  const extra: [string, string][] = []
  const errors: FieldError[] = []
  for (const [name, { value, source }] of members) {
    const property = propertyOf.get(name)
    if (property === undefined) {
      extra.push([name, typeof value === 'string' ? value : source])
    } else if (nameOf.has(property)) {
      errors.push({ path: `/${name}`, message: `is ${nameOf.get(property)} by another name` })
    } else {
      nameOf.set(property, name)
      if (integers.has(property) && typeof value === 'number' && !isInt53(source)) {
        errors.push({ path: `/${name}`, message: notInt53 })
      } else if (value !== null) resource[property] = value
    }
  }
  complete(resource, request)
  const isSnakeCase = members.has('account_sid')
  const recording = resource as unknown as Recording
  if (!isRecording(resource)) errors.push(...schemaErrors(isRecording).map(onTheWire))
  else if (recording.groupingSids?.room_sid === undefined) {
    errors.push(onTheWire({ path: '/groupingSids/room_sid', message: 'is missing' }))
  }
  return {
    resource: recording,
    extra: extra.length > 0 ? Object.fromEntries(extra) : undefined,
    errors,
  }

  /** Errors name the field as it came. */
  function onTheWire({ path, message }: FieldError): FieldError {
    const [, property = '', ...rest] = path.split('/')
    const name = nameOf.get(property) ?? (isSnakeCase ? snakeCase(property) : property)
    return { path: ['', name, ...rest].join('/'), message }
  }
}

/** Fills in what follows from the rest and from the request. */
function complete(resource: Record<string, unknown>, { url, callback }: ResourceRequest): void {
  const { codec, containerFormat, groupingSids, links } = resource
  if (typeof codec === 'string') resource['codec'] = codec.toUpperCase()
  const type = typeOf(containerFormat as Recording['containerFormat'])
  if (type !== undefined) resource['type'] ??= type
  // The names of the grouping SIDs are in snake_case wherever the provider writes them.
  if (groupingSids !== undefined) resource['groupingSids'] = plain(groupingSids, snakeCase)
  if (links !== undefined) resource['links'] = plain(links)
  resource['statusCallback'] ??= url
  resource['statusCallbackMethod'] ??= callback.method
}

/** An object's members without those that are null, under the names that `rename` gives them. */
function plain(value: unknown, rename = (name: string) => name): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [rename(name), member]),
  )
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
}

function misfit(errors: readonly FieldError[]): Parsed {
  return { kind: 'misfit', errors }
}
