import type { Clock } from '../domain/clock.ts'
import type { Feed, RunningReplay, SinkFeed } from '../domain/journal.ts'
import type { Log } from '../domain/log.ts'
import type { Drain } from './drain.ts'
import { createFeedHealth } from './feed-health.ts'
import { createPause } from './pause.ts'

/** A sink's replays, beside its live feed: each has a drain of its own, for as long as it runs. */
export interface Replays {
  /** Replays were added or cancelled: look now, instead of with the next poll. */
  look(): void
  /** Every drain that there is now. */
  drains(): Drain[]
  /** Resolves once nothing of them is delivered or settled any more. Never rejects. */
  stop(why: 'service.stopping' | 'lease.lost'): Promise<void>
}

/** How often it is looked for replays, ms. */
const lookMs = 1_000

export function runReplays(options: {
  sink: string
  feed: SinkFeed
  /** Makes the drain of one. */
  makeDrain: (replay: RunningReplay, feed: Feed) => Promise<Drain>
  log: Log
  clock: Clock
}): Replays {
  const { sink, feed, makeDrain, log, clock } = options
  const running = new Map<string, Drain>()
  const pause = createPause(clock)
  const health = createFeedHealth(sink, log)
  let stopped = false
  const looking = follow()

  async function follow(): Promise<void> {
    while (!stopped) {
      await lookOnce()
      await pause.sleep(lookMs)
    }
  }

  async function lookOnce(): Promise<void> {
    try {
      const replays = await feed.replays()
      health.succeeded('replays')
      const ids = new Set(replays.map(({ id }) => id))
      for (const [id, drain] of running) if (!ids.has(id)) await end(id, drain)
      for (const replay of replays) if (!stopped && !running.has(replay.id)) await begin(replay)
    } catch (error) {
      health.failed('replays', error)
    }
  }

  async function begin(replay: RunningReplay): Promise<void> {
    const drain = await makeDrain(replay, feed.replay(replay))
    running.set(replay.id, drain)
    void drain.start()
  }

  async function end(id: string, drain: Drain): Promise<void> {
    running.delete(id)
    await drain.stop('lease.lost')
    log.info({ event: 'replay.ended', sink, replay: id }, 'the replay has ended')
  }

  return {
    look: pause.interrupt,
    drains: () => [...running.values()],
    async stop(why) {
      stopped = true
      pause.interrupt()
      await looking
      await Promise.all([...running.values()].map(drain => drain.stop(why)))
      running.clear()
    },
  }
}
