import type { Clock } from '../domain/clock.ts'

/** A sleep for one sleeper that anyone may cut short. */
export interface Pause {
  /**
   * Resolves after `ms`, or when it is interrupted; at once if that happened since the last one.
   */
  sleep(ms: number): Promise<void>
  interrupt(): void
}

export function createPause(clock: Clock): Pause {
  let interrupted = false
  let rouse: (() => void) | undefined

  return {
    async sleep(ms) {
      if (!interrupted && ms > 0) {
        await new Promise<void>(resolve => {
          const cancel = clock.after(ms, resolve)
          rouse = () => {
            cancel()
            resolve()
          }
        })
      }
      rouse = undefined
      interrupted = false
    },
    interrupt() {
      interrupted = true
      rouse?.()
    },
  }
}
