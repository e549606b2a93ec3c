import process from 'node:process'
import type { Clock } from '../domain/clock.ts'
import { exitCodes } from '../domain/errors.ts'
import type { LogOutput } from '../log-output.ts'

/**
 * A repeat that comes sooner, ms, is the same request: Ctrl-C under `npm start` reaches the process
 * once from the terminal and once more from npm.
 */
const sameRequestMs = 500

/**
 * Resolves to the exit code once the process should end: after SIGTERM or SIGINT, or after an
 * error that nobody caught, which is logged. A second signal ends the process at once.
 */
export function whenToldToEnd(log: LogOutput['log'], clock: Clock): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  let told: number | undefined

  function onSignal(): void {
    const now = clock.now()
    told ??= now
    if (now - told >= sameRequestMs) process.exit(exitCodes.failed)
    resolve(exitCodes.ok)
  }

  function onMistake(error: unknown): void {
    const err = error instanceof Error ? error : new Error(String(error))
    log.fatal({ event: 'service.stopping', err }, 'A mistake of our own: stopping')
    resolve(exitCodes.failed)
  }

  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  process.on('uncaughtException', onMistake)
  process.on('unhandledRejection', onMistake)
  return promise
}
