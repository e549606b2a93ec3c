import type { CloudEvent, FieldError } from './event.ts'

/**
 * What an operator can look up. Every list is in pages, newest first unless it says otherwise; a
 * page may be shorter than its limit, or even empty, while `next` says that there is more: each
 * look is bounded in time. Instants are RFC 3339 in UTC.
 */
export interface Ledger {
  recordings(filter: RecordingFilter, page: PageRequest): Promise<Page<RecordingItem>>
  /** Undefined where nothing is known of it. `sid`: RT… or RE… */
  recording(sid: string): Promise<RecordingHistory | undefined>
  events(filter: EventFilter, page: PageRequest): Promise<Page<EventItem>>
  /** By event id, or by the id of a quarantined callback (`misfit-…`). */
  event(id: string): Promise<EventDetail | undefined>
  quarantine(page: PageRequest): Promise<Page<QuarantineItem>>
  /** Errors of quarantined callbacks, the most frequent first. */
  quarantineCauses(): Promise<Cause[]>
  deadLetters(filter: { sink?: string }, page: PageRequest): Promise<Page<DeadLetterItem>>
  deadLetterCauses(filter: { sink?: string }): Promise<Cause[]>
  sinks(): Promise<SinkItem[]>
  replays(page: PageRequest): Promise<Page<ReplayItem>>
  replay(id: string): Promise<ReplayItem | undefined>
  /** What there is of the store. */
  store(): Promise<StoreItem>
}

export interface PageRequest {
  /** 1 to 1000. */
  limit: number
  /** As `next` of the page before. */
  cursor?: string
}

export interface Page<Item> {
  items: Item[]
  /** For the page that follows; absent where there is none. */
  next?: string
}

/** A cursor that no page has given. */
export class BadCursor extends Error {
  override name = 'BadCursor'
}

/**
 * `stalled`: never completed within `stalledAfter`. `in-progress`, `absent`: Voice only. The rest
 * as the resource has them.
 */
export const recordingStates = [
  'processing',
  'in-progress',
  'stalled',
  'completed',
  'failed',
  'absent',
  'deleted',
] as const
export type RecordingState = (typeof recordingStates)[number]

export interface RecordingFilter {
  states?: readonly RecordingState[]
  account?: string
  /** A room's SID, or its name. */
  room?: string
  /** First heard of at or after this, ms since the epoch; `until`: before this. */
  since?: number
  until?: number
}

export interface RecordingItem {
  sid: string
  /** Folded from all of its events, whatever order they came in. */
  state: RecordingState
  accountSid?: string
  roomSid?: string
  roomName?: string
  /** When it started, by the provider's clock where it said so. */
  startedAt?: string
  /** When its first and its last callback came. */
  firstReceivedAt: string
  lastReceivedAt: string
  /** How many events there are of it. */
  events: number
  /** The resource's own shape. */
  recording: Readonly<Record<string, unknown>>
}

export interface RecordingHistory extends RecordingItem {
  /** In order of arrival. */
  history: EventDetail[]
}

export type EventState = 'delivered' | 'waiting' | 'dead' | 'pending' | 'skipped' | 'filtered'

export interface EventFilter {
  ids?: readonly string[]
  /** A type, or its beginning and a `*`. */
  type?: string
  account?: string
  /** A room's SID, or its name. */
  room?: string
  recording?: string
  /** With `state`: only what is in that state for this sink. */
  sink?: string
  state?: EventState
  /** Stored at or after this, ms since the epoch; `until`: before this. */
  since?: number
  until?: number
  /** Only positions above this, oldest first: what `--follow` asks. */
  after?: number
}

export interface EventItem {
  id: string
  position: number
  type: string
  /** When it happened, as the provider says; absent for Voice. */
  time?: string
  receivedAt: string
  accountSid?: string
  roomSid?: string
  subject: string
}

export interface EventDetail {
  id: string
  position: number
  receivedAt: string
  /** Absent where it fits no schema, and once its payload is erased. */
  event?: CloudEvent
  /** Why it fits no schema. */
  errors?: readonly FieldError[]
  /** When it was erased on request. */
  purgedAt?: string
  /** The request as it came; absent once it is erased. */
  callback?: {
    method: string
    publicUrl: string
    target: string
    headers: Readonly<Record<string, string>>
    /** As text; base64 where it is no UTF-8. */
    body: string
    bodyEncoding: 'utf-8' | 'base64'
  }
  /** What became of it at each sink. */
  sinks: EventAtSink[]
}

export interface EventAtSink {
  sink: string
  state: EventState
  /** In order of time, of replays too. */
  attempts: DeliveryAttempt[]
  /** Where it waits. */
  nextAttemptAt?: string
}

export interface DeliveryAttempt {
  at: string
  outcome: 'delivered' | 'failed'
  /** The sink's own short word on it: `200`. */
  answer?: string
  /** Why it failed. */
  cause?: string
  /** How long the delivery took. */
  ms?: number
  /** The replay that it was part of. */
  replay?: string
}

export interface QuarantineItem {
  id: string
  position: number
  receivedAt: string
  accountSid?: string
  recordingSid?: string
  errors: readonly FieldError[]
}

export interface DeadLetterItem {
  sink: string
  id: string
  position: number
  type: string
  subject: string
  receivedAt: string
  /** When it was given up. */
  at: string
  attempts: number
  cause: string
}

export interface Cause {
  cause: string
  sink?: string
  count: number
  /** When the newest came, or was given up. */
  newestAt: string
}

export interface SinkItem {
  name: string
  /** False: the journal knows it, the configuration does not. */
  configured: boolean
  position: number
  lag: number
  /** Age of the oldest event that it has still to get, s. */
  oldestSeconds: number
  dead: number
  waiting: number
  pausedAt?: string
  lastDeliveredAt?: string
  lastError?: { at: string; cause: string }
  /** Postgres only: the replica that drains it, if any does. */
  owner?: string
}

export type ReplayState = 'running' | 'done' | 'cancelled'

export interface ReplayItem {
  id: string
  sink: string
  state: ReplayState
  filter: Readonly<Record<string, unknown>>
  /** Events a second at the most. */
  rate?: number
  total: number
  delivered: number
  failed: number
  createdAt: string
  createdBy: string
  endedAt?: string
}

export interface StoreItem {
  engine: 'sqlite' | 'postgres'
  /** Callbacks whose payload is there. */
  callbacks: number
  /** Of them, those that fit no schema. */
  quarantined: number
  /** Erased on request. */
  purged: number
  stalled: number
  bytes?: number
  /** When the last callback was stored. */
  lastReceivedAt?: string
  /** How many callbacks the index of look-ups is behind. */
  indexLag: number
}
