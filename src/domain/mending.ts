import type { EventFilter, Page, ReplayItem, SinkItem } from './ledger.ts'

/**
 * What an operator can change, while the service runs. Each call that changed something is audited
 * by its caller.
 */
export interface Mending {
  /** What a replay would send, and how many; nothing is changed. */
  planReplay(request: ReplayRequest): Promise<ReplayPlan>
  /** One replay for each sink. @throws NoSuch where there is no such sink */
  startReplays(request: ReplayRequest, by: string): Promise<ReplayItem[]>
  /** False where it has ended already; undefined where there is none of this id. */
  cancelReplay(id: string): Promise<boolean | undefined>

  /**
   * Gives a sink that the journal doesn't know yet its place. `exists`: it knew it, and nothing
   * changed.
   */
  addSink(name: string, from: Place): Promise<'added' | 'exists'>
  pauseSink(name: string): Promise<SinkItem | undefined>
  resumeSink(name: string): Promise<SinkItem | undefined>
  /** Back to a place: all that follows is delivered again. Dead letters behind it are forgotten. */
  rewindSink(name: string, to: Place): Promise<SinkItem | undefined>
  /** On to a place: what is before it and not delivered will not be. */
  skipSink(name: string, to: Place): Promise<SinkItem | undefined>

  /** Parses what is quarantined again; what fits now is relayed. */
  reparse(options: { dryRun: boolean }): Promise<ReparseResult>
  /** Erases personal data. */
  purge(request: PurgeRequest, options: { dryRun: boolean }): Promise<PurgeResult>
}

/** A place in the log: an instant in ms since the epoch, or an end of it. */
export type Place = 'beginning' | 'now' | number

export interface ReplayRequest {
  /** All configured sinks if absent. */
  sink?: string
  /** Which events: as for a list. */
  filter: EventFilter
  /** Only what is a dead letter of the sink. */
  dead?: boolean
  /** Events a second at the most. */
  rate?: number
}

export interface ReplayPlan {
  /** By sink: events that it wants. */
  sinks: { sink: string; total: number }[]
  /** The first events that would be sent, in order. */
  events: Page<{ sink: string; id: string; type: string; receivedAt: string }>
}

export interface ReparseResult {
  looked: number
  /** They have a new place in the log, and are relayed. */
  fits: number
  /** They fit, but the event was stored meanwhile by another callback. */
  duplicates: number
  /** Still misfits. */
  misfits: number
}

export type PurgeRequest =
  | { participant: string }
  /** A room's SID, or its name. */
  | { room: string }
  /** ms since the epoch. */
  | { before: number }

export interface PurgeResult {
  /** Callbacks whose payload was, or would be, erased. */
  callbacks: number
  /** Deliveries that were waiting and are cancelled. */
  cancelled: number
  /** By sink: how many of the events it has got already, which have to be erased there. */
  delivered: { sink: string; count: number }[]
}

/** What was named is not there. */
export class NoSuch extends Error {
  override name = 'NoSuch'
}
