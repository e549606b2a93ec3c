import { inspect } from 'node:util'

const maxLength = 300

/** One line of text from outside: without control characters, at most 300 characters. */
export function plainText(text: string): string {
  return (
    text
      // Bounds the work on a huge text; blanks that fall away can't make it shorter than asked.
      .slice(0, 4 * maxLength)
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim()
      .slice(0, maxLength)
      .toWellFormed()
  )
}

/** Why, in one line, from whatever was thrown. Never throws itself. */
export function causeOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) {
      return plainText(`threw ${typeof thrown === 'string' ? thrown : inspect(thrown)}`)
    }
    // `fetch failed` says nothing: what happened is in the error's own cause.
    const inner = thrown.cause instanceof Error ? `: ${messageOf(thrown.cause)}` : ''
    return plainText(messageOf(thrown) + inner)
  } catch {
    return 'threw something unreadable'
  }
}

/** A short word for the ledger: the error's code, or its cause's, or `error`. Never throws. */
export function answerOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return 'error'
    return plainText(codeOf(thrown) ?? codeOf(thrown.cause) ?? 'error')
  } catch {
    return 'error'
  }
}

/** Errors of several addresses (`AggregateError`) have a code but no message. */
function messageOf(error: Error): string {
  return String(error.message || codeOf(error) || error.name)
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code !== '' ? code : undefined
}
