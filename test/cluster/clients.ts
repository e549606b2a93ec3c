import { setTimeout as pause } from 'node:timers/promises'
import { recordingLife, sendCallback } from '../crash/recording-life.ts'
import type { Dice } from './dice.ts'

export interface Clients {
  sent(): number
  /** When each callback was answered 2xx for the first time, by its id. */
  acknowledged: ReadonlyMap<string, number>
  /** Ids that were sent and not yet answered 2xx. */
  pending: ReadonlySet<string>
  /** No new recordings; resolves when what was begun is acknowledged, or the signal gives it up. */
  finish(signal: AbortSignal): Promise<void>
}

/**
 * Clients that each send the callbacks of one recording after the other. The next one goes out when
 * the last was answered 2xx; until then it is sent again, and now and then it is sent once more.
 */
export function startClients(count: number, port: number, dice: Dice): Clients {
  const acknowledged = new Map<string, number>()
  const pending = new Set<string>()
  let sent = 0
  let over = false
  let givenUp = false

  async function deliver(id: string, body: string): Promise<void> {
    pending.add(id)
    while (!givenUp) {
      sent++
      const status = await sendCallback(port, body)
      if (status !== undefined && status >= 200 && status < 300) {
        if (!acknowledged.has(id)) acknowledged.set(id, performance.now())
        pending.delete(id)
        return
      }
      await pause(dice.between(20, 200))
    }
  }

  async function client(): Promise<void> {
    while (!over) {
      for (const { id, body } of recordingLife()) {
        await deliver(id, body)
        if (dice.chance(0.1)) await deliver(id, body)
        await pause(dice.between(0, 150))
      }
    }
  }

  const running = Promise.all(Array.from({ length: count }, client))
  return {
    sent: () => sent,
    acknowledged,
    pending,
    async finish(signal) {
      over = true
      signal.addEventListener('abort', () => {
        givenUp = true
      })
      await running
    },
  }
}
