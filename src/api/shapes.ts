import { recordingStates } from '../domain/ledger.ts'
import { eventStates } from './params.ts'

type Schema = Readonly<Record<string, unknown>>

const text: Schema = { type: 'string' }
const count: Schema = { type: 'integer' }
const flag: Schema = { type: 'boolean' }
const instant: Schema = { type: 'string', format: 'date-time' }

/** An object of which these properties are there; the names that end in `?` may be missing. */
function shape(properties: Readonly<Record<string, Schema>>, description?: string): Schema {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    required: entries.map(([name]) => name).filter(name => !name.endsWith('?')),
    properties: Object.fromEntries(entries.map(([name, each]) => [name.replace('?', ''), each])),
  }
}

const list = (items: Schema): Schema => ({ type: 'array', items })

/** A page of a list. */
export function pageOf(items: Schema): Schema {
  const next = { ...text, description: '`cursor` of the page that follows; absent at the end.' }
  return shape({ items: list(items), 'next?': next })
}

const fieldError = shape({ path: { ...text, description: 'A JSON pointer.' }, message: text })

const nullable = (type: string): Schema => ({ type: [type, 'null'] })

/** The Recording resource of Video, as the provider's Node SDK names its properties. */
const resource: Schema = {
  ...shape({
    accountSid: nullable('string'),
    codec: nullable('string'),
    containerFormat: nullable('string'),
    dateCreated: nullable('string'),
    duration: nullable('integer'),
    groupingSids: nullable('object'),
    links: nullable('object'),
    mediaExternalLocation: nullable('string'),
    offset: nullable('integer'),
    sid: nullable('string'),
    size: nullable('integer'),
    sourceSid: nullable('string'),
    status: nullable('string'),
    statusCallback: nullable('string'),
    statusCallbackMethod: nullable('string'),
    trackName: nullable('string'),
    type: nullable('string'),
    url: nullable('string'),
  }),
  description: 'The resource as far as its callbacks tell it. Of Voice: what its callback has.',
}

const recordingProperties = {
  sid: text,
  state: { type: 'string', enum: recordingStates } as Schema,
  'accountSid?': text,
  'roomSid?': text,
  'roomName?': text,
  'startedAt?': instant,
  firstReceivedAt: instant,
  lastReceivedAt: instant,
  events: count,
  recording: resource,
}

const attempt = shape({
  at: instant,
  outcome: { type: 'string', enum: ['delivered', 'failed'] },
  'answer?': text,
  'cause?': text,
  'ms?': count,
  'replay?': text,
})

const atSink = shape({
  sink: text,
  state: { type: 'string', enum: eventStates },
  attempts: list(attempt),
  'nextAttemptAt?': instant,
})

export const eventDetail = shape({
  id: text,
  position: count,
  receivedAt: instant,
  'event?': { type: 'object', description: 'The CloudEvent.' },
  'errors?': list(fieldError),
  'purgedAt?': instant,
  'callback?': shape({
    method: text,
    publicUrl: text,
    target: text,
    headers: { type: 'object' },
    body: text,
    bodyEncoding: { type: 'string', enum: ['utf-8', 'base64'] },
  }),
  sinks: list(atSink),
})

export const recordingItem = shape(recordingProperties)
export const recordingHistory = shape({ ...recordingProperties, history: list(eventDetail) })

export const eventItem = shape({
  id: text,
  position: count,
  type: text,
  'time?': text,
  receivedAt: instant,
  'accountSid?': text,
  'roomSid?': text,
  subject: text,
})

export const quarantineItem = shape({
  id: text,
  position: count,
  receivedAt: instant,
  'accountSid?': text,
  'recordingSid?': text,
  errors: list(fieldError),
})

export const deadLetterItem = shape({
  sink: text,
  id: text,
  position: count,
  type: text,
  subject: text,
  receivedAt: text,
  at: instant,
  attempts: count,
  cause: text,
})

export const causeItem = shape({ cause: text, 'sink?': text, count, newestAt: instant })

export const refusalItem = shape({
  at: instant,
  reason: text,
  hint: text,
  method: text,
  path: text,
  'publicUrl?': text,
  'accountSid?': text,
  reference: text,
})

export const refusalCause = shape({ reason: text, hint: text, count, newestAt: instant })

const sinkProperties = {
  name: text,
  configured: flag,
  position: count,
  lag: count,
  oldestSeconds: { type: 'number' },
  dead: count,
  waiting: count,
  'pausedAt?': instant,
  'lastDeliveredAt?': instant,
  'lastError?': shape({ at: instant, cause: text }),
  'owner?': text,
}

export const sinkItem = shape(sinkProperties)

export const replayItem = shape({
  id: text,
  sink: text,
  state: { type: 'string', enum: ['running', 'done', 'cancelled'] },
  filter: { type: 'object' },
  'rate?': { type: 'number' },
  total: count,
  delivered: count,
  failed: count,
  createdAt: instant,
  createdBy: text,
  'endedAt?': instant,
})

export const replayPlan = shape({
  sinks: list(shape({ sink: text, total: count })),
  events: pageOf(shape({ sink: text, id: text, type: text, receivedAt: instant })),
})

export const reparseResult = shape({
  looked: count,
  fits: count,
  duplicates: count,
  misfits: count,
})

export const purgeResult = shape({
  callbacks: count,
  cancelled: count,
  delivered: list(shape({ sink: text, count })),
})

export const statusShape = shape({
  ok: flag,
  needs: list(shape({ what: text, detail: text, command: text })),
  'intake?': shape({
    version: text,
    phase: text,
    startedAt: instant,
    callbacks: { type: 'object', additionalProperties: count },
    logDropped: count,
    'spool?': shape({ callbacks: count }),
    'diskFreeBytes?': count,
  }),
  store: shape({
    engine: { type: 'string', enum: ['sqlite', 'postgres'] },
    callbacks: count,
    quarantined: count,
    purged: count,
    stalled: count,
    'bytes?': count,
    'lastReceivedAt?': instant,
    indexLag: count,
  }),
  sinks: list(
    shape({ ...sinkProperties, 'circuit?': { type: 'string', enum: ['open', 'closed'] } }),
  ),
  replays: count,
})

/** RFC 9457. */
export const problemShape = shape({ title: text, status: count, detail: text })
