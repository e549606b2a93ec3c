import { setImmediate } from 'node:timers/promises'
import { type Clock, systemClock } from '../../domain/clock.ts'
import type { Reading } from '../../domain/reading.ts'
import { forgetEntries } from './index-forget.ts'
import { readIndexState } from './index-state.ts'
import { indexStep } from './index-step.ts'
import { sweepStep } from './index-sweep.ts'
import type { IndexQuery } from './query.ts'

/** How often the log is looked at, ms: while callbacks come, and while none do. */
const busyPollMs = 50
const pollMs = 500
const busyMs = 2_000

/** Who is so many positions behind does not catch up while somebody waits. */
const farBehind = 20_000

/** In the background a run ends after so long, ms, so that it can be stopped. */
const runMs = 2_000

/** Rest between two sweeps of the whole index, ms. */
const restMs = 60_000

/** Another replica is at it: looks again after this, ms. */
const overtakenMs = 20

/** Keeps the index of look-ups up to date with the log. */
export interface Projector {
  /**
   * Takes in what is stored now, for so many ms at the most. False where the index is still behind,
   * or can't be written. Never rejects.
   */
  catchUp(ms: number): Promise<boolean>
  /**
   * Takes in what was stored before this call, whatever comes meanwhile; gives up after so many ms,
   * or at once where that is too much. Never rejects.
   */
  reach(ms: number): Promise<void>
  /** Why it could not be written the last time; undefined where it could. */
  readonly failure: unknown
  /** Begins to follow the log in the background. */
  start(): void
  /** Drops what was erased at once, instead of when it is found to be gone. @throws Unstored */
  forget(positions: readonly number[]): Promise<void>
  /** Resolves once nothing is written any more. */
  stop(): Promise<void>
}

export function createProjector(options: {
  query: IndexQuery
  reading: Reading
  clock?: Clock
}): Projector {
  const { query, reading, clock = systemClock } = options
  let failure: unknown
  let running: ReturnType<typeof indexStep> | undefined
  let next: ReturnType<typeof indexStep> | undefined
  let stopped = false
  let wake = (): void => {}
  let following = Promise.resolve()
  let sweptTo = 0
  let sweepAt = 0
  let busyUntil = 0

  /**
   * Begins after the call: whoever joined one under way might miss what was stored since it began.
   */
  function step(): ReturnType<typeof indexStep> {
    if (running === undefined) {
      running = indexStep(query, reading).finally(() => {
        running = undefined
      })
      running.then(
        result => {
          if (result !== 'nothing') busyUntil = clock.now() + busyMs
        },
        () => {},
      )
      return running
    }
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined
        return step()
      })
    return next
  }

  async function catchUp(ms: number): Promise<boolean> {
    const until = clock.now() + ms
    try {
      for (;;) {
        const result = await step()
        failure = undefined
        if (result === 'done' || result === 'nothing') return true
        if (clock.now() >= until) return false
        if (result !== 'overtaken') await setImmediate()
        else await pause(overtakenMs)
      }
    } catch (error) {
      failure = error
      return false
    }
  }

  async function reach(ms: number): Promise<void> {
    const until = clock.now() + ms
    try {
      const head = 'SELECT max(position) AS position FROM callback'
      const target = (await query.row<{ position: number | null }>(head))?.position ?? 0
      do {
        const { position } = await readIndexState(query)
        if (position >= target || target - position > farBehind) return
        if ((await step()) === 'overtaken') await pause(overtakenMs)
        else await setImmediate()
      } while (clock.now() < until)
    } catch (error) {
      failure = error
    }
  }

  const pause = (ms: number): Promise<void> => new Promise(resolve => clock.after(ms, resolve))

  async function sweep(): Promise<void> {
    if (clock.now() < sweepAt) return
    try {
      const upTo = await sweepStep(query, reading, sweptTo)
      sweptTo = upTo ?? 0
      if (upTo === undefined) sweepAt = clock.now() + restMs
    } catch (error) {
      failure = error
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = clock.after(ms, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  async function follow(): Promise<void> {
    while (!stopped) {
      const caughtUp = await catchUp(runMs)
      if (caughtUp) await sweep()
      if (stopped || !(caughtUp || failure !== undefined)) continue
      await sleep(clock.now() < busyUntil ? busyPollMs : pollMs)
    }
  }

  return {
    catchUp,
    reach,
    get failure() {
      return failure
    },
    start() {
      following = following.then(follow)
    },
    forget: positions => forgetEntries(query, reading, positions),
    async stop() {
      stopped = true
      wake()
      await following
      await (next ?? running)?.catch(() => {})
    },
  }
}
