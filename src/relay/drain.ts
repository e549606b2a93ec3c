import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../domain/clock.ts'
import type { Feed, FeedState } from '../domain/journal.ts'
import type { Log } from '../domain/log.ts'
import type { Sink } from '../domain/sink.ts'
import { wantsType } from '../domain/type-filter.ts'
import { attemptDelivery } from './attempt-delivery.ts'
import { attemptOf, type Batch, settlementOf } from './batch.ts'
import { causeOf } from './cause.ts'
import { type CircuitPolicy, createCircuit, defaultCircuit } from './circuit.ts'
import { createCircuitLog } from './circuit-log.ts'
import { createDeliveryLog } from './delivery-log.ts'
import { createFeedHealth } from './feed-health.ts'
import { judge, judgeStopped } from './judge.ts'
import { defaultRetry, type RetryPolicy } from './next-delay.ts'
import { createParking } from './parking.ts'
import { createPause } from './pause.ts'
import { createReader, pollMs, type Reader } from './reader.ts'
import { repark } from './repark.ts'
import { createSettler } from './settler.ts'
import { createSource } from './source.ts'
import { within } from './within.ts'

/** How `stop` spends its time at most, ms: 8 s in all, so that the process can end within 10. */
const stopDeadlines = { delivery: 3_000, grace: 1_000, loop: 1_000, settle: 2_000, close: 1_000 }

/** How often it is looked whether a lease that ran out was renewed after all, ms. */
const heldPollMs = 100

/** Reading that little costs no more than reading less, and saves round trips. */
const leastRead = 64

export interface DrainOptions {
  /** The sink's name, as in log lines. */
  name: string
  /** The replay that this is, beside the sink's live feed. */
  replay?: string
  feed: Feed
  /** Owned from now on: the drain closes it. */
  sink: Sink
  /** Event types that the sink wants, see `wantsType`; all if absent. */
  types?: readonly string[] | undefined
  /** Where a sink that is new to the journal starts. */
  from: 'beginning' | 'now'
  /** How many events the sink is offered at a time. */
  batchSize: number
  /** How long one `deliver` may take, ms. */
  timeoutMs: number
  retry?: Partial<RetryPolicy>
  circuit?: Partial<CircuitPolicy>
  log: Log
  clock: Clock
  /** Gives [0, 1). */
  random: () => number
}

/** Brings one sink every event of its feed, in the background. */
export interface Drain {
  /** Begins. Resolves once the sink has its place in the log, or when it was stopped before. */
  start(): Promise<void>
  /** A hint that something was stored. */
  wake(): void
  /** Something was erased: what was read ahead is read again. */
  reread(): void
  /**
   * Lets the running delivery end, or ends it; settles what was delivered; closes the sink. Takes
   * 8 s at most and never rejects. Any further call gets the same promise. `why`: the event of the
   * log line if something is left undone.
   */
  stop(why?: 'service.stopping' | 'lease.lost'): Promise<void>
}

export function createDrain(options: DrainOptions): Drain {
  const { name, feed, sink, types, from, batchSize, timeoutMs, log, clock, random } = options
  const retry: RetryPolicy = { ...defaultRetry, ...options.retry }
  const health = createFeedHealth(name, log)
  const logDelivery = createDeliveryLog(name, log)
  const logCircuit = createCircuitLog(name, log, options.replay)
  const circuit = createCircuit({ ...defaultCircuit, ...options.circuit })
  const parking = createParking()
  const pause = createPause(clock)
  const settler = createSettler({ feed, health, clock, onRoom: pause.interrupt })
  const interrupt = new AbortController()
  const opened = Promise.withResolvers<void>()
  let reader: Reader | undefined
  let running: Promise<void> | undefined
  let stopped: Promise<void> | undefined

  async function run(): Promise<void> {
    const state = await open()
    opened.resolve()
    if (state !== undefined) await drain(state)
  }

  async function open(): Promise<FeedState | undefined> {
    while (!stopped) {
      try {
        const state = await feed.open(from)
        health.succeeded('open')
        return state
      } catch (error) {
        health.failed('open', error)
      }
      await pause.sleep(pollMs)
    }
    return undefined
  }

  async function drain(state: FeedState): Promise<void> {
    const now = clock.now()
    for (const { dueInMs, ...entry } of state.parked)
      parking.add({ ...entry, dueAt: now + dueInMs })
    const limit = Math.max(batchSize, leastRead)
    reader = createReader({ feed, after: state.position, limit, health, clock })
    const wants = (type: string) => wantsType(types, type)
    const settle = settler.add
    const source = createSource({ feed, reader, parking, wants, settle, health, clock })

    while (!stopped) {
      // Reading may be synchronous underneath: whatever else this thread does gets its turn.
      await turn()
      const most = settler.full() ? 0 : circuit.limit(clock.now(), batchSize)
      const batch = most > 0 ? await source.next(most) : undefined
      if (stopped || (batch !== undefined && !(await held()))) return
      if (batch !== undefined) await offer(batch, reader)
      else if (settler.full()) await pause.sleep(pollMs)
      else await pause.sleep(Math.max(source.readyAt(), circuit.notBefore()) - clock.now())
    }
  }

  /** False if it was stopped first. What was taken to be offered waits meanwhile. */
  async function held(): Promise<boolean> {
    while (!stopped && !feed.held()) await pause.sleep(heldPollMs)
    return !stopped
  }

  async function offer(batch: Batch, reader: Reader): Promise<void> {
    const attempt = attemptOf(batch)
    const attempting = attemptDelivery({
      sink,
      // Copies: what a sink does to its events must not reach our log lines.
      batch: batch.events.map(({ event }) => ({ ...event })),
      attempt,
      timeoutMs,
      graceMs: stopDeadlines.grace,
      interrupt: interrupt.signal,
      log,
      clock,
    })
    void reader.fill()
    const attempted = await attempting
    if (attempted.kind === 'interrupted') return

    const { failed, ms, answer } = attempted
    const counts = attempted.kind === 'ended'
    const attempts = counts ? attempt : attempt - 1
    const judgement = counts
      ? judge(batch.events, attempt, failed, retry, random)
      : judgeStopped(batch.events, failed)
    const now = clock.now()
    repark(parking, batch, judgement, attempts, now)
    settler.add(settlementOf(batch, judgement, { attempts, ms, answer }))
    logDelivery(judgement, { attempt, ms, answer })
    const change = circuit.record(judgement.outcome, now, judgement.retryAfterMs)
    logCircuit(change, { judgement, circuit, now })
  }

  async function end(why: string): Promise<void> {
    opened.resolve()
    pause.interrupt()
    const { delivery, grace, loop, settle, close } = stopDeadlines
    const cancel = clock.after(delivery, () => interrupt.abort())
    await within(running ?? Promise.resolve(), delivery + grace + loop, clock)
    cancel()
    if (!(await settler.finish(settle))) {
      warn(why, 'what the journal did not take will be delivered again')
    }
    try {
      const closing = (async () => sink.close())()
      if (!(await within(closing, close, clock))) warn(why, 'the sink did not close in time')
    } catch (error) {
      warn(why, `the sink failed to close: ${causeOf(error)}`)
    }
  }

  function warn(event: string, cause: string): void {
    log.warn({ event, sink: name, cause }, 'a sink did not stop cleanly')
  }

  return {
    start() {
      if (!stopped) running ??= run()
      return opened.promise
    },
    wake() {
      if (!reader) return
      reader.hint()
      pause.interrupt()
    },
    reread() {
      reader?.reread()
      pause.interrupt()
    },
    stop(why = 'service.stopping') {
      // Set before `end` begins, since all of it looks at `stopped`.
      stopped ??= Promise.resolve().then(() => end(why))
      return stopped
    },
  }
}
