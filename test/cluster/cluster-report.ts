import type { SinkReport } from './sink-report.ts'

export interface ClusterReport {
  /** With the same one the same troubles come again, as far as they depend on chance only. */
  seed: number
  kills: number
  pauses: number
  restarts: number
  outages: number
  cutOffs: number
  /** Requests, repeated ones too. */
  sent: number
  /** Callbacks that were answered 2xx. */
  acknowledged: number
  stored: number
  /** How often a replica began to spool. */
  spooled: number
  leaseChanges: number
  sinks: SinkReport[]
  /** What was promised and not kept; empty if all is well. */
  violations: string[]
  /** Where the logs are, if they were kept. */
  logs?: string
}
