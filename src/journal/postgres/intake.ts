import type { GenuineCallback } from '../../domain/callback.ts'
import type { Clock } from '../../domain/clock.ts'
import { type Receipt, type SpoolStats, Unstored } from '../../domain/journal.ts'
import type { Reading } from '../../domain/reading.ts'
import type { StoredGroup } from '../hints.ts'
import { identify } from '../identify.ts'
import type { SpoolCount } from '../protocol.ts'
import type { Spool } from '../spool.ts'
import type { Appender, Arrival } from './append.ts'

/** Takes callbacks in: into Postgres, or into the spool while Postgres does not take them. */
export interface Intake {
  /** Resolves once they are on disk, there or here. @throws Unstored. One call at a time. */
  append(callbacks: readonly GenuineCallback[]): Promise<Receipt[]>
  /** True while callbacks go to the spool. */
  spooling(): boolean
  /** Ends moving what is in the spool; what is left there is moved after the next start. */
  close(): Promise<void>
}

export interface IntakeEvents {
  /** Groups are in Postgres; told before their receipts. */
  stored(groups: readonly StoredGroup[]): void
  /** Nothing can be kept, neither there nor here; told once until `recovered`. */
  failed(error: Unstored): void
  recovered(): void
  /** Callbacks go to the spool; told when that begins and now and then while it goes on. */
  spooling(error: Unstored, spool: SpoolStats): void
  drained(count: SpoolCount, ms: number): void
}

/** Postgres has to answer within this, ms; else the connection is given up. */
const answerMs = 2_000
/** Without a spool, a group is tried again for so long since Postgres went away, ms. */
const patienceMs = 7_000
const retryMs = 200

/** While Postgres is away it is tried this often, ms. */
const probeMs = 500
/** Callbacks moved out of the spool in one commit. */
const moveAtOnce = 500
/** While nothing can be kept it is tried whether it can again, this often, ms. */
const failingProbeMs = 1_000
/** How often it is told that callbacks still go to the spool, ms. */
const tellMs = 60_000

/**
 * @param ready Resolves once the schema is there; rejects while it is not. Asked before anything is
 *   written, until it resolved once.
 */
export function createIntake(options: {
  appender: Appender
  reading: Reading
  ready(): Promise<void>
  spool: Spool | undefined
  /** Why callbacks go to the spool from the start, if they do. */
  away: Unstored | undefined
  events: IntakeEvents
  clock: Clock
}): Intake {
  const { appender, reading, ready, spool, away, events, clock } = options
  /** Nothing can be kept, neither there nor here. */
  let failing = false
  let probing = false
  /** Since when Postgres has not taken callbacks, where there is no spool. */
  let awaySince: number | undefined
  let spooling = false
  let moving = Promise.resolve()
  /** Closed while the last of the spool is moved: what comes then must not overtake it. */
  let gate: Promise<void> | undefined
  let closing = false
  let rouse = (): void => {}

  async function toPostgres(arrivals: readonly Arrival[]): Promise<Receipt[]> {
    await ready()
    const { receipts, stored } = await appender.append(arrivals, answerMs)
    events.stored(stored)
    return receipts
  }

  function toSpool(callbacks: readonly GenuineCallback[]): Receipt[] {
    try {
      const receipts = spool!.append(callbacks)
      succeeded()
      return receipts
    } catch (error) {
      failed(error as Unstored)
      throw error
    }
  }

  async function append(callbacks: readonly GenuineCallback[]): Promise<Receipt[]> {
    while (gate) await gate
    const arrivals = (): Arrival[] =>
      callbacks.map(each => ({ identified: identify(reading, each), ageMs: 0 }))
    if (spooling) {
      try {
        return toSpool(callbacks)
      } catch (error) {
        // Kept out of order is better than lost: Postgres may be well again.
        return await toPostgres(arrivals()).catch(() => {
          throw error
        })
      }
    }
    const identified = arrivals()
    for (;;) {
      try {
        const receipts = await toPostgres(identified)
        succeeded()
        return receipts
      } catch (error) {
        if (spool) {
          const receipts = toSpool(callbacks)
          startMoving(error as Unstored)
          return receipts
        }
        awaySince ??= clock.now()
        if (closing || clock.now() - awaySince > patienceMs) {
          failed(error as Unstored)
          throw error
        }
        await sleep(retryMs)
      }
    }
  }

  function startMoving(error: Unstored): void {
    spooling = true
    moving = move(spool!, error)
  }

  /** Moves the spool into Postgres, in order; ends when nothing is left of it. */
  async function move(spool: Spool, reason: Unstored): Promise<void> {
    const began = clock.now()
    const count: SpoolCount = { moved: 0, duplicates: 0 }
    let told = began
    let answers = false
    let atOnce = moveAtOnce
    let code = reason.code
    tellSpooling(reason)
    while (!closing) {
      const opened = Promise.withResolvers<void>()
      try {
        await ready()
        const spooled = spool.read(atOnce)
        // Nobody waits at the gate for a Postgres that may not answer.
        if (answers && spooled.length < atOnce) gate = opened.promise
        const receipts = await toPostgres(spooled)
        spool.remove(spooled)
        answers = true
        atOnce = moveAtOnce
        count.moved += spooled.length
        count.duplicates += receipts.filter(({ outcome }) => outcome === 'duplicate').length
        if (spool.read(1).length > 0) continue
        spooling = false
        succeeded()
        return events.drained(count, Math.round(clock.now() - began))
      } catch (error) {
        answers = false
        // If it was too much at once it will be less; else it costs nothing to have tried less.
        atOnce = Math.max(1, Math.floor(atOnce / 2))
        const unstored = error as Unstored
        if (unstored.code !== code || clock.now() - told > tellMs) {
          code = unstored.code
          told = clock.now()
          tellSpooling(unstored)
        }
      } finally {
        gate = undefined
        opened.resolve()
      }
      await sleep(probeMs)
    }
    tellSpooling(new Unstored('closed', 'it stops; they are moved after the next start'))
  }

  function tellSpooling(error: Unstored): void {
    try {
      events.spooling(error, spool!.stats())
    } catch {
      // a failing disk is told of by the next callback
    }
  }

  function failed(error: Unstored): void {
    if (failing) return
    failing = true
    events.failed(error)
    if (!probing) void probe()
  }

  /** Who is not ready is sent nothing: nobody but us may find out that all is well again. */
  async function probe(): Promise<void> {
    probing = true
    while (failing && !closing) {
      await new Promise<void>(resolve => clock.after(failingProbeMs, resolve))
      await keepNothing().then(recover, () => {})
    }
    probing = false
  }

  async function keepNothing(): Promise<void> {
    try {
      if (spool) return spool.probe()
    } catch (error) {
      if (spooling) throw error
    }
    await toPostgres([])
  }

  function succeeded(): void {
    awaySince = undefined
    recover()
  }

  function recover(): void {
    if (!failing) return
    failing = false
    events.recovered()
  }

  function sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      rouse = resolve
      clock.after(ms, resolve)
    })
  }

  if (spool && away) startMoving(away)
  else if (spool && spool.stats().callbacks > 0) {
    startMoving(new Unstored('unavailable', 'callbacks are left in the spool from before'))
  }

  return {
    append,
    spooling: () => spooling,
    async close() {
      closing = true
      rouse()
      await moving
      spool?.close()
    },
  }
}
