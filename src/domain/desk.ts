import type { ParsedEvent } from './event.ts'

/** One statement, with `$1`… for its values. */
export interface SqlStatement {
  text: string
  values: readonly unknown[]
}

/**
 * The writing side of what an operator does. It is the engine that writes, in its own turn; each
 * call is on disk when it resolves. @throws Unstored
 */
export interface Desk {
  /** Runs statements in one transaction; resolves to how many rows each of them changed. */
  write(statements: readonly SqlStatement[]): Promise<number[]>
  /** Adds an event of Reelay's own to the log, once for its id. */
  emit(event: ParsedEvent): Promise<'stored' | 'duplicate'>
  /**
   * Parses a quarantined callback again; if it fits now it gets a new place at the end of the log,
   * so that every sink has it before it. `duplicate`: its event is there already; it is no longer
   * quarantined.
   */
  requeue(position: number): Promise<'requeued' | 'duplicate' | 'misfit' | 'gone'>
  /**
   * Removes payloads and overwrites them on disk as far as the engine can, leaves tombstones and
   * identity keys, and cancels what waits for delivery, also in the memory of relays. Resolves to
   * how many deliveries were cancelled.
   */
  erase(positions: readonly number[]): Promise<number>
  /**
   * A sink's place was changed: whoever drains it lets go of what it has in memory and opens it
   * again.
   */
  evict(sink: string): Promise<void>
  /** Replays were added or cancelled: whoever drains the sink looks now. */
  nudge(): Promise<void>
}
