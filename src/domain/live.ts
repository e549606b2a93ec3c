/** What only the running process knows, beside what is in the journal. JSON can hold it. */
export interface Live {
  version: string
  /** `running`, or why it is not ready. */
  phase: string
  /** RFC 3339, UTC. */
  startedAt: string
  /** Requests at the callback paths since then, by what became of them. */
  callbacks: Readonly<Record<string, number>>
  /** Log lines that nobody read in time, since then. */
  logDropped: number
  spool?: { callbacks: number }
  diskFreeBytes?: number
  /** Sinks whose circuit is open. */
  openCircuits: readonly string[]
  /** Refused requests of late, the newest first. */
  refusals: readonly Refusal[]
}

/** A request that was refused, without its secrets. */
export interface Refusal {
  /** RFC 3339, UTC. */
  at: string
  reason: string
  /** What to change. */
  hint: string
  method: string
  /** Without its query. */
  path: string
  /** The public URL that would have matched, if one was found. */
  publicUrl?: string
  accountSid?: string
  /** As the answer had it. */
  reference: string
}
