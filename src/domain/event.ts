/** One thing that happened at the provider, normalised: what parsing a callback gives. */
export interface ParsedEvent {
  /** SID, event and the digits of Timestamp: `RT…-completed-20230814202913206015`. */
  id: string
  /** CloudEvents type: `twilio.video.recording.completed`. */
  type: string
  /** `/accounts/AC…` + `/rooms/RM…`, `/calls/CA…` or `/conferences/CF…`. */
  source: string
  /** The SID of what it happened to: RT, RM, PA, MT, CJ or RE. */
  subject: string
  /** The wire's own text of Timestamp; absent where the provider sends none. */
  time?: string
  /** `$id` of the JSON Schema of `data`. */
  dataschema: string
  data: Readonly<Record<string, unknown>>
}

/** One thing that kept a callback from fitting its schema. */
export interface FieldError {
  /** A JSON pointer to the field: `/Duration`; empty for the callback as a whole. */
  path: string
  message: string
}

/** What became of a callback's text: an event, or the reasons why it fits no schema. */
export type Parsed =
  | { kind: 'event'; event: ParsedEvent }
  | { kind: 'misfit'; errors: readonly FieldError[] }

/** CloudEvents 1.0 in JSON format, as sinks get it. */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  type: string
  source: string
  subject: string
  time?: string
  datacontenttype: 'application/json'
  dataschema: string
  /** When the callback was stored (RFC 3339, UTC). */
  receivedat: string
  /** The subject: what order is kept by. */
  partitionkey: string
  /** The replay that it is part of; absent where it is sent for the first time. */
  reelayreplay?: string
  data: Readonly<Record<string, unknown>>
}

/** What a log line may say of an event: identifiers only. */
export interface EventFacts {
  id: string
  type: string
  accountSid?: string
  /** Where the event is a recording's. */
  recordingSid?: string
}

/** The facts of an event, from its own attributes. */
export function eventFacts({
  id,
  type,
  source,
  subject,
}: Pick<ParsedEvent, 'id' | 'type' | 'source' | 'subject'>): EventFacts {
  const [, accounts, accountSid] = source.split('/', 3)
  return {
    id,
    type,
    ...(accounts === 'accounts' && accountSid ? { accountSid } : {}),
    ...(subject.startsWith('RT') || subject.startsWith('RE') ? { recordingSid: subject } : {}),
  }
}

/** Makes the CloudEvent of a parsed event. `receivedAt` is in ms since the epoch. */
export function toCloudEvent(event: ParsedEvent, receivedAt: number): CloudEvent {
  return {
    specversion: '1.0',
    id: event.id,
    type: event.type,
    source: event.source,
    subject: event.subject,
    ...(event.time === undefined ? {} : { time: event.time }),
    datacontenttype: 'application/json',
    dataschema: event.dataschema,
    receivedat: new Date(receivedAt).toISOString(),
    partitionkey: event.subject,
    data: event.data,
  }
}
