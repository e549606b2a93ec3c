import type { Report } from './finding.ts'
import type { Given } from './given.ts'

/** The callback path without a slash at its end, but for `/` itself. */
export function readCallbackPath(given: Given | undefined, mistake: Report): string {
  if (given === undefined) return '/callbacks'
  const { place, text } = given
  const path = text.replace(/\/+$/, '') || '/'
  const example = 'Write it as in: /callbacks'
  if (!text.startsWith('/')) {
    mistake(place, `does not begin with a slash. ${example}`)
  } else if (!/^(?:[\w./~!$&'()+,;=@-]|%[0-9a-f]{2})+$/i.test(path)) {
    // Twilio calls it as it stands, and routers read `:` and `*` as patterns.
    mistake(place, `may hold letters, digits, -._~!$&'()+,;=@ and %XX only. ${example}`)
  } else if (decoded(path) === undefined) {
    mistake(place, `has %XX escapes that are no UTF-8. ${example}`)
  } else if (decoded(path) === '/healthz') {
    mistake(place, `the public listener answers /healthz itself. ${example}`)
  }
  return path
}

/** As a router reads it; undefined if it can't be read. */
function decoded(path: string): string | undefined {
  try {
    return decodeURI(path)
  } catch {
    return undefined
  }
}
