import { LeaseLost, Unstored } from '../domain/journal.ts'
import type { WireError } from './protocol.ts'

/** An error as it crosses from thread to thread. */
export function wireError(error: unknown): WireError {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof LeaseLost) return { lost: true, message }
  return error instanceof Unstored ? { code: error.code, message } : { message }
}
