import { identify } from '../../../src/journal/identify.ts'
import type { Arrival } from '../../../src/journal/postgres/append.ts'
import { callback, literalReading } from '../literal-reading.ts'

/**
 * Callbacks of the literal provider, ready for the log: each a body, or a body and a signed text.
 */
export function arrivals(...given: (string | [body: string, signedText: string])[]): Arrival[] {
  return given.map(each => {
    const [body, signedText = body] = typeof each === 'string' ? [each] : each
    return { identified: identify(literalReading, callback(body, signedText)), ageMs: 0 }
  })
}
