import type { MessagePort } from 'node:worker_threads'
import type { ApiAnswer, ApiCall } from '../api/call.ts'
import type { Settings } from '../domain/settings.ts'
import type { Stalled } from '../journal/ledger/stalled.ts'

/** What the ledger's thread is started with. */
export interface LedgerThreadData {
  settings: Pick<Settings, 'store' | 'sinks' | 'stalledAfterMs'>
  /** Leads to the journal's thread. */
  journal: MessagePort
}

/** `request` is echoed in the answer. */
export type ToLedger =
  | { kind: 'call'; request: number; call: ApiCall }
  /** Begins to follow events; the answer is a chunk, or why not. */
  | { kind: 'follow'; request: number; url: string; lastEventId?: string }
  /** The next chunk of what is followed. */
  | { kind: 'more'; request: number }
  | { kind: 'unfollow'; request: number }
  | { kind: 'stop' }

export type FromLedger =
  | { kind: 'ready' }
  | { kind: 'answer'; request: number; answer: ApiAnswer }
  | { kind: 'chunk'; request: number; text: string }
  /** A recording that did not complete in time, for the log. */
  | { kind: 'stalled'; stalled: Stalled }
  /** How many there are now. */
  | { kind: 'stalled-count'; count: number }
