import type { Live } from '../domain/live.ts'

/** A request of the admin API, once it is known who asks, and that they may. */
export interface ApiCall {
  method: string
  /** Path and query: `/api/v1/events?limit=10`. */
  url: string
  /** Of a request that has one. */
  body?: { type: string; text: string }
  /** Who asks, for the audit line. */
  operator: string
  /** Absent where no service runs. */
  live?: Live
  /** What is remembered of the probe that is asked for. */
  probe?: object
}

export interface ApiAnswer {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** What was changed. */
  audit?: Audit
}

/** What an operator did, for the log. */
export interface Audit {
  action: AuditAction
  /** How many events, callbacks or sinks it concerns. */
  count: number
  sink?: string
}

export type AuditAction =
  | 'replay.started'
  | 'replay.cancelled'
  | 'sink.added'
  | 'sink.paused'
  | 'sink.resumed'
  | 'sink.rewound'
  | 'sink.skipped'
  | 'quarantine.reparsed'
  | 'purged'
