import type { IncomingHttpHeaders } from 'node:http'
import type { ReceivedRequest } from '../../src/domain/verdict.ts'
import type { SignedCallback } from '../../src/twilio/sign.ts'
import { splitUrl } from '../../src/twilio/url-text.ts'

/** What may differ between a request as it was sent and as it arrives. */
export interface Arrival {
  /** The target, if not that of the URL. */
  target?: string
  body?: string | Uint8Array
  /** Headers to add; `undefined` takes one away. */
  headers?: IncomingHttpHeaders
  seen?: ReceivedRequest['seen']
}

/** A signed callback as it arrives at the receiver. */
export function received(sent: SignedCallback, arrival: Arrival = {}): ReceivedRequest {
  const headers: IncomingHttpHeaders = { ...sent.headers, ...arrival.headers }
  const bytes = Buffer.from(arrival.body ?? sent.body)
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return {
    method: sent.method,
    target: arrival.target ?? splitUrl(sent.url)!.rest,
    headers,
    body: bytes,
    ...(isForm ? { form: bytes.toString() } : {}),
    seen: arrival.seen ?? { protocol: 'http', host: 'backend.internal', port: 8080 },
  }
}
