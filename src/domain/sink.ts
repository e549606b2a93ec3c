import type { CloudEvent } from './event.ts'
import type { Log } from './log.ts'

/** What a sink's module exports by default. Built-in sinks and users' own have this one shape. */
export interface SinkModule<Options extends object = Record<string, unknown>> {
  /** The sink's kind, as in log lines and default names: `http`. */
  kind: string
  /** JSON Schema (draft-07) of its options; what does not fit is a configuration error. */
  options: Readonly<Record<string, unknown>>
  /** How many events it is offered at a time unless `batchSize` is set. */
  batchSize: number
  /**
   * What is wrong beyond what the schema can say, as `/url: …` or `/options/…: …`. Asked at boot,
   * before anything is opened: it may read, but changes and connects to nothing.
   */
  check?(setup: SinkSetup<Options>): readonly string[] | Promise<readonly string[]>
  /** Makes the sink. Throws, or rejects, with a clear message if it can't be made. */
  create(setup: SinkSetup<Options>): Sink | Promise<Sink>
}

export interface SinkSetup<Options extends object> {
  name: string
  /** The sink's URL as configured, with its secrets. */
  url: string
  /** What the schema accepted, its defaults filled in. */
  options: Options
  /** Absolute: where relative paths in the URL and in the options start. */
  baseDir: string
  log: Log
  /** True: log lines and causes may hold personal data (`LOG_PERSONAL_DATA`). */
  personalData?: boolean
}

export interface Sink {
  /**
   * Takes a batch; no two events of it have the same subject. Resolves when every event is safe
   * with the receiver (or with the ones that failed, where a batch succeeded in part).
   * Throwing means that none was delivered: all are tried again, unless it is a `FinalError`.
   * The same event may come more than once: `event.id` tells.
   */
  deliver(batch: readonly CloudEvent[], context: DeliveryContext): Promise<DeliveryReport | void>
  /**
   * Lets go of everything it holds. Called once, when no further `deliver` comes; one that was
   * given up, since it did not stop when it was told to, may still run. Called again, it does
   * nothing.
   */
  close(): Promise<void> | void
}

export interface DeliveryContext {
  /** Aborted when the delivery takes too long or the service stops: stop, and throw. */
  signal: AbortSignal
  log: Log
  /** 1 for the first attempt. */
  attempt: number
}

export interface DeliveryReport {
  /** The events of the batch that were not delivered. */
  failed?: readonly FailedDelivery[]
  /** A short word for the ledger and the log: `200`. */
  answer?: string
}

export interface FailedDelivery {
  id: string
  /** What the sink answered or what went wrong; ends up in the log and in the dead letter. */
  cause: string
  /** True: trying again is pointless. */
  final?: boolean
  /** Not before this many ms (the receiver's own Retry-After). */
  retryAfterMs?: number
}

/** Thrown by a sink: these events will never be taken, so don't try again. */
export class FinalError extends Error {
  override name = 'FinalError'
  readonly final = true
}
