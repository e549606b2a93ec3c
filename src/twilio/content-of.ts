import type { IncomingHttpHeaders } from 'node:http'

const form = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i
const json = /^\s*application\/json\s*(?:;|$)/i

/**
 * Where a callback's fields are: in a form or JSON body, else in the query. A body of any other
 * type has none, whatever covers it. Verifying and parsing must agree on this, or a request could
 * be signed as one account's and be read as another's.
 */
export function contentOf({
  body,
  headers,
}: {
  body: Uint8Array
  headers: IncomingHttpHeaders
}): 'form' | 'json' | 'query' {
  if (body.length === 0) return 'query'
  const mediaType = headers['content-type'] ?? ''
  if (form.test(mediaType)) return 'form'
  return json.test(mediaType) ? 'json' : 'query'
}
