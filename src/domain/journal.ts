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
  readonly code: 'disk-full' | 'read-only' | 'replaced' | 'io' | 'timeout' | 'overload' | 'closed'
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

/** One sink's view of the journal. */
export interface Feed {
  /** Where the sink stands; creates its place (at the beginning, or after what is stored now). */
  open(from: 'beginning' | 'now'): Promise<FeedState>
  /**
   * The next events after a position, in order; at most `limit`. `upTo` is how far the log was
   * read (beyond the last event where misfits follow it): the cursor may move there. What was
   * stored a moment ago may be missing from one read and there in the next.
   */
  read(after: number, limit: number): Promise<{ events: StoredEvent[]; upTo: number }>
  /** Events at these positions, in order; ones that are gone are left out. */
  get(positions: readonly number[]): Promise<StoredEvent[]>
  /** Resolves when it is durable. */
  settle(settlement: Settlement): Promise<void>
}

/** What the journal tells of itself. */
export interface JournalStats {
  /** What the stored rows take, without free pages. */
  storeBytes: number
  sinks: {
    name: string
    /** Events neither delivered, filtered nor dead. */
    lag: number
    /** Age of the oldest of them, ms; 0 where there is none. */
    oldestMs: number
    /** Dead letters. */
    dead: number
  }[]
}
