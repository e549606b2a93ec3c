import type { Clock } from '../domain/clock.ts'
import { type Feed, LeaseLost, type Settlement } from '../domain/journal.ts'
import type { FeedHealth } from './feed-health.ts'
import { mergeSettlements } from './merge-settlements.ts'
import { createPause } from './pause.ts'
import { within } from './within.ts'

/** How many settlements may wait for one that is being written. */
const maxWaiting = 8
const retryMs = 500

/**
 * Writes a sink's settlements in order, behind the deliveries' back: what comes while one is being
 * written is merged into the next. What could not be written is kept and written later.
 */
export interface Settler {
  add(settlement: Settlement): void
  /**
   * True while too much waits, the last write failed or the lease is lost: deliver nothing more.
   */
  full(): boolean
  /**
   * Tries for at most `ms` to write what is left. True if nothing is, or nothing can be any more.
   */
  finish(ms: number): Promise<boolean>
}

export interface SettlerOptions {
  feed: Pick<Feed, 'settle'>
  health: FeedHealth
  clock: Clock
  /** Called when it is no longer full. */
  onRoom: () => void
}

export function createSettler({ feed, health, clock, onRoom }: SettlerOptions): Settler {
  const pause = createPause(clock)
  let waiting: Settlement[] = []
  let failing = false
  let abandoned = false
  let lost = false
  let writing: Promise<void> | undefined

  async function write() {
    while (waiting.length > 0 && !abandoned) {
      const settlement = mergeSettlements(waiting)
      waiting = []
      try {
        await feed.settle(settlement)
      } catch (error) {
        if (error instanceof LeaseLost) {
          lost = true
          break
        }
        health.failed('settle', error)
        failing = true
        waiting.unshift(settlement)
        await pause.sleep(retryMs)
        continue
      }
      health.succeeded('settle')
      failing = false
      onRoom()
    }
    writing = undefined
  }

  return {
    add(settlement) {
      if (lost) return
      waiting.push(settlement)
      writing ??= write()
    },
    full: () => lost || failing || waiting.length >= maxWaiting,
    async finish(ms) {
      if (writing === undefined) return true
      pause.interrupt()
      const done = await within(writing, ms, clock)
      abandoned = true
      pause.interrupt()
      return done
    },
  }
}
