/** Exit codes that users see (after sysexits.h). */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 64,
  unavailable: 69,
  store: 73,
  config: 78,
} as const

/** An error that ends the process with a message for people and a code for scripts. */
export class FatalError extends Error {
  override name = 'FatalError'
  readonly exitCode: number
  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
