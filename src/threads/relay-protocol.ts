import type { MessagePort } from 'node:worker_threads'
import type { Settings } from '../domain/settings.ts'

/** What the relay's thread is started with. */
export interface RelayThreadData {
  settings: Settings
  /** Absolute: what relative paths of sinks start at. */
  baseDir: string
  /** Leads to the journal's thread. */
  journal: MessagePort
}

export type ToRelay =
  /** The journal is there: begin. */
  { kind: 'start' } | { kind: 'stop' }

export type FromRelay =
  | { kind: 'ready' }
  /** A sink can't be made: the thread ends. */
  | { kind: 'fatal'; message: string }
  /** Log lines, each ending in a newline. */
  | { kind: 'lines'; lines: string }
  /** What was published on `reelay:delivery`. */
  | { kind: 'delivery'; delivery: unknown }
  /** What was published on `reelay:circuit`. */
  | { kind: 'circuit'; circuit: unknown }
