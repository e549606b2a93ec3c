import process from 'node:process'

/** Ctrl-C, or being told to end, as a signal: the command ends as it likes to. */
export interface Interruption extends Disposable {
  signal: AbortSignal
}

/** A second Ctrl-C ends the process at once. Dispose of it when done. */
export function onInterrupt(): Interruption {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  process.once('SIGINT', abort)
  process.once('SIGTERM', abort)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', abort)
      process.off('SIGTERM', abort)
    },
  }
}
