import { type EventState, recordingStates } from '../domain/ledger.ts'

const instant = { type: 'string', format: 'date-time', description: 'RFC 3339.' } as const
const text = { type: 'string', minLength: 1, maxLength: 1_000 } as const

/** What an event can be to a sink. */
export const eventStates = [
  'delivered',
  'waiting',
  'dead',
  'pending',
  'skipped',
  'filtered',
] as const satisfies readonly EventState[]

/** Query parameters by their names. */
export const params = {
  limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
  cursor: { ...text, description: '`next` of the page before.' },
  account: { type: 'string', pattern: '^AC[0-9a-fA-F]{32}$' },
  room: { ...text, description: 'SID or name.' },
  recording: { type: 'string', pattern: '^R[TE][0-9a-fA-F]{32}$' },
  type: { ...text, description: 'A type, or its beginning and a *.' },
  sink: text,
  recordingState: {
    type: 'array',
    items: { type: 'string', enum: recordingStates },
    description: 'May be given several times.',
  },
  eventState: {
    type: 'string',
    enum: eventStates,
    description: 'What became of it at `sink`, which has to be given as well.',
  },
  since: { ...instant, description: 'Stored at or after this. RFC 3339.' },
  until: { ...instant, description: 'Stored before this. RFC 3339.' },
  after: {
    type: 'integer',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Only positions above this, the oldest first.',
  },
} as const

/** The schema of a query with these parameters, and no other. */
export function queryOf(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', additionalProperties: false, properties }
}

/** The two of every list. */
export const pageParams = { limit: params.limit, cursor: params.cursor }
