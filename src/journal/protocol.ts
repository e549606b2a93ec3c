import type { SqlStatement } from '../domain/desk.ts'
import type { ParsedEvent } from '../domain/event.ts'
import type {
  FeedState,
  JournalStats,
  RetentionCount,
  RetentionSink,
  Settlement,
  SpoolStats,
  Unstored,
} from '../domain/journal.ts'
import type { RetentionSettings, StoreSettings } from '../domain/settings.ts'
import type { CallbackTexts, ReceiptTexts } from './callback-codec.ts'

/** What the journal's thread is started with. */
export interface JournalThreadData {
  store: StoreSettings
  /** Path of the SQLite file that takes callbacks while Postgres does not. */
  spool?: string
  retention: RetentionSettings
  sinks: RetentionSink[]
}

/** From another thread to the journal's. `request` is echoed in the answer. */
export type ToJournal =
  | { kind: 'append'; request: number; callbacks: CallbackTexts }
  | {
      kind: 'settle'
      request: number
      sink: string
      /** Absent: the sink's live feed. */
      replay?: string
      settlement: Settlement
      /** Of the file that the sink's feed was opened in; positions of another mean nothing. */
      generation: number
      /** As the feed was opened with. */
      token: number
    }
  | { kind: 'open'; request: number; sink: string; replay?: string; from: 'beginning' | 'now' }
  | { kind: 'stats'; request: number }
  | { kind: 'desk'; request: number; call: DeskCall }
  /** Who is at the other end: the relay, which is sent hints, or the ledger's thread. */
  | { kind: 'attach'; as: AttachedThread; port: import('node:worker_threads').MessagePort }
  | { kind: 'close' }

export type AttachedThread = 'relay' | 'ledger'

/** A call of the `Desk`. */
export type DeskCall =
  | { verb: 'write'; statements: readonly SqlStatement[] }
  | { verb: 'emit'; event: ParsedEvent }
  | { verb: 'requeue'; position: number }
  | { verb: 'erase'; positions: readonly number[] }
  | { verb: 'evict'; sink: string }
  | { verb: 'nudge' }

export type DeskAnswer = number | number[] | string | undefined

/** A feed as it was opened; settlements name the token. */
export interface OpenedFeed extends FeedState {
  token: number
}

/** An error as it crosses from thread to thread. */
export interface WireError {
  code?: Unstored['code']
  /** It is a `LeaseLost`. */
  lost?: true
  message: string
}

export type AnswerValue = OpenedFeed | JournalStats | DeskAnswer | void

export type Answer =
  | { kind: 'answer'; request: number; value: AnswerValue | undefined }
  /** Of one group; the commit took `ms`, and may have been shared with the relay's settlements. */
  | { kind: 'appended'; request: number; receipts: ReceiptTexts; ms: number }
  | { kind: 'refusal'; request: number; error: WireError }

/** What the journal's thread tells without being asked. */
export type FromJournal =
  | Answer
  /** Open and migrated: callbacks can come. */
  | { kind: 'ready' }
  /** It can't start: the process should end with this. */
  | { kind: 'fatal'; exitCode: number; message: string }
  | { kind: 'failed'; error: WireError }
  | { kind: 'recovered' }
  /** Postgres does not take callbacks: they go to the spool. Told again while that goes on. */
  | { kind: 'spooling'; error: WireError; spool: SpoolStats }
  /** The spool is empty again, after so long. */
  | { kind: 'drained'; count: SpoolCount; ms: number }
  | { kind: 'retained'; count: RetentionCount }
  | { kind: 'retention-failed'; error: WireError }

/** What became of what was in the spool. */
export interface SpoolCount {
  moved: number
  /** Of them, those that the journal knew already. */
  duplicates: number
}

/** To the relay's thread, beside answers: what was stored since the last one of these. */
export interface StoredHint {
  kind: 'hint'
  /** Grows when the file was opened anew: a reader must do the same. */
  generation: number
  /** All of the log beyond `after`, up to its end then; absent where that is too much. */
  recent?: { after: number; upTo: number; events: RecentEvent[] }
}

/** Position, when it was stored (ms since the epoch), and the parsed event as JSON. */
export type RecentEvent = [position: number, receivedAt: number, event: string]

/** To the relay's thread, besides; see `FeedListener` and `Desk`. */
export type RelayTold =
  | StoredHint
  | { kind: 'reread' }
  | { kind: 'nudge' }
  /** The sink's place was changed. */
  | { kind: 'evict'; sink: string }
