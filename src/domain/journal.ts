import type { GenuineCallback } from './callback.ts'
import type { CloudEvent, FieldError } from './event.ts'

/** What is known of a callback once it was read: for the log line, never for the answer. */
export interface CallbackFacts {
  id: string
  /** Absent where the callback fits no schema. */
  type?: string
  accountSid?: string
  recordingSid?: string
}

/** What the journal did with a callback. All three mean: it is on disk. */
export type Receipt = CallbackFacts &
  (
    | { outcome: 'stored' }
    /** `differs`: another content came under an id that was there already. */
    | { outcome: 'duplicate'; differs: boolean }
    | { outcome: 'quarantined'; errors: readonly FieldError[] }
  )

/** The receiver's view of the journal. */
export interface Inbox {
  /**
   * Resolves once the callback, or the row that it repeats, is durably on disk.
   * Rejects with an `Unstored` when it can't be kept, or not within the journal's time limit.
   */
  append(callback: GenuineCallback): Promise<Receipt>
}

/** Why a callback could not be kept. `code` is stable, `message` is for the operator. */
export class Unstored extends Error {
  override name = 'Unstored'
  readonly code:
    | 'disk-full'
    | 'read-only'
    | 'replaced'
    | 'io'
    | 'timeout'
    | 'overload'
    | 'closed'
    /** Postgres only: it can't be reached, or does not answer. */
    | 'unavailable'
    /** Postgres only: it has no connection left for us. */
    | 'too-many-connections'
    /** Postgres only: it does not let us in, or not do what we have to. */
    | 'denied'
    /** Postgres only: our schema is gone, not made yet, or too new for this program. */
    | 'schema'
    /** Postgres only: what it answers 2xx to would not be on disk (`fsync=off`). */
    | 'not-durable'
  constructor(code: Unstored['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** A stored event at its position in the log. */
export interface StoredEvent {
  /** Its place in the log: grows with every event, never reused, may have gaps. */
  position: number
  subject: string
  type: string
  event: CloudEvent
}

/** An event that a sink has not got although its cursor has passed it. */
export interface Parked {
  position: number
  subject: string
  /** Attempts made so far; 0 for one that only waits behind an earlier event of its subject. */
  attempts: number
  /** ms until it may be tried again; 0 when it is due, or waits behind another. */
  dueInMs: number
}

/** Where a sink stands when its feed is opened. */
export interface FeedState {
  /** Everything up to here is delivered, filtered, dead or parked. */
  position: number
  /** In order of position. */
  parked: Parked[]
}

/** What became of some of a sink's events; written in one transaction. */
export interface Settlement {
  /** The cursor's new place, if it moved. */
  position?: number
  /** One entry for each batch that the sink was offered. */
  batches: readonly SettledBatch[]
  /** Newly parked events, and ones that failed again. */
  park: readonly ParkedNow[]
  /** Parked events that are delivered, or filtered away. */
  unpark: readonly number[]
  /** Events that will not be tried again. */
  dead: readonly { position: number; subject: string; attempts: number; cause: string }[]
  /** Each attempt on an event that failed; not what only waits, nor what a stop cut short. */
  failures: readonly { position: number; attempt: number; cause: string }[]
  /** Positions of the events that the sink has now. */
  delivered: readonly number[]
}

/** A settlement that changes nothing: what others are made from. */
export const nothingSettled: Settlement = {
  batches: [],
  park: [],
  unpark: [],
  dead: [],
  failures: [],
  delivered: [],
}

export interface SettledBatch {
  first: number
  last: number
  delivered: number
  failed: number
  /** How long the sink took. */
  ms: number
  /** The sink's own short word on it (`200`, `ECONNREFUSED`), for the ledger. */
  answer: string
}

export interface ParkedNow {
  position: number
  subject: string
  attempts: number
  cause: string
  /** ms from now until the next attempt. */
  retryInMs: number
}

/**
 * Thrown by a feed's `settle` for good: another replica has the sink now, or may have; or its place
 * was changed since the feed was opened.
 */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** One sink's view of the journal. */
export interface Feed {
  /** Where the sink stands; creates its place (at the beginning, or after what is stored now). */
  open(from: 'beginning' | 'now'): Promise<FeedState>
  /** May a delivery begin now? False while the sink might be another replica's. */
  held(): boolean
  /**
   * The next events after a position, in order; at most `limit`. `upTo` is how far the log was
   * read (beyond the last event where misfits follow it): the cursor may move there. What was
   * stored a moment ago may be missing from one read and there in the next.
   */
  read(after: number, limit: number): Promise<{ events: StoredEvent[]; upTo: number }>
  /** Events at these positions, in order; ones that are gone are left out. */
  get(positions: readonly number[]): Promise<StoredEvent[]>
  /** Resolves when it is durable. @throws LeaseLost: trying again is pointless */
  settle(settlement: Settlement): Promise<void>
}

/** A sink's live feed, and the replays beside it. */
export interface SinkFeed extends Feed {
  /** The sink's replays that have not ended, the oldest first. */
  replays(): Promise<RunningReplay[]>
  /**
   * A second feed of the sink: what the replay's filter fits, marked with its id, at its rate.
   * Settling moves the replay's place, not the sink's; its exceptions are the sink's only once they
   * are final.
   */
  replay(running: RunningReplay): Feed
}

/** A replay that is to be drained. */
export interface RunningReplay {
  id: string
  /** Events a second at the most. */
  rate?: number
}

/** The relay's view of the journal: which sinks are drained here, and what there is for them. */
export interface Feeds {
  /**
   * Begins to tell which of these sinks are to be drained here. With one process that is all of
   * them, at once; where replicas share a journal each sink is one replica's at a time. Resolves
   * once the first ones were told, or where the journal can't be reached yet.
   */
  start(sinks: readonly SinkPlace[], holder: SinkHolder): Promise<void>
  /** Begins to pass on hints; one listener at a time. */
  listen(listener: FeedListener): void
  /** Gives back every sink (`lost` is called for each) and closes. */
  close(): Promise<void>
}

/** Hints: what they tell of is found by polling too, but for `reread`. */
export interface FeedListener {
  /** Something was stored. */
  stored(): void
  /** Something was erased: what was read ahead must not be delivered. */
  reread(): void
  /** Replays were added or cancelled. */
  nudged(): void
}

/** A sink, and where it starts if the journal doesn't know it. */
export interface SinkPlace {
  name: string
  from: 'beginning' | 'now'
}

/** Who drains sinks. The calls for one sink take turns; a sink that is paused is nobody's. */
export interface SinkHolder {
  /** The sink is ours: drain this feed. */
  taken(sink: string, feed: SinkFeed): Promise<void>
  /** It is ours no longer: resolves once nothing of it is delivered or settled any more. */
  lost(sink: string): Promise<void>
}

/** What the journal tells of itself. */
export interface JournalStats {
  /** What the stored rows take, without free pages; absent while the journal can't be reached. */
  storeBytes?: number
  /** Room that is left where this machine keeps callbacks: beside the SQLite file, or the spool. */
  diskFreeBytes?: number
  /** Callbacks that fit no schema. */
  quarantined?: number
  /** Recordings that never completed in time. */
  stalled?: number
  /** Replays that run. */
  replays?: number
  /** What waits on this machine until Postgres takes it; absent where there is no spool. */
  spool?: SpoolStats
  sinks: {
    name: string
    /** Events neither delivered, filtered nor dead. */
    lag: number
    /** Age of the oldest of them, ms; 0 where there is none. */
    oldestMs: number
    /** Dead letters. */
    dead: number
    /** An operator told it to wait. */
    paused?: boolean
  }[]
}

export interface SpoolStats {
  callbacks: number
  /** What they take on disk. */
  bytes: number
  /** Age of the oldest, ms; 0 where there is none. */
  oldestMs: number
}

/** What one pass of retention over the journal removed. */
export interface RetentionCount {
  /** Payloads removed; their identity keys stay. */
  removed: number
  /** Deliveries given up because of `maxAge` or `maxStoreBytes`: they are dead letters now. */
  forced: number
}

/** What retention has to know of a sink. */
export interface RetentionSink {
  name: string
  /** See `wantsType`; absent: every type. */
  types?: readonly string[]
}
