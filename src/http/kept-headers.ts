import type { IncomingHttpHeaders } from 'node:http'

/**
 * What is kept of a callback's headers: how to read its body, and what tells where it came from.
 * The signature is not among them: it never expires, so it would be a credential in the store.
 */
const kept = [
  'content-type',
  'user-agent',
  'x-home-region',
  'x-twilio-signature-key-sid',
  'i-twilio-idempotency-token',
] as const

/** The headers of a callback that go into the journal, names in lower case. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const result: Record<string, string> = {}
  for (const name of kept) {
    const value = headers[name]
    if (typeof value === 'string') result[name] = value
  }
  return result
}
