import type { IncomingHttpHeaders } from 'node:http'
import type { CallbackMethod } from './callback.ts'

/** A whole request at a callback path, before anything is known of it. */
export interface ReceivedRequest {
  method: CallbackMethod
  /** The request target in origin-form, byte for byte as it came over the wire. */
  target: string
  headers: IncomingHttpHeaders
  body: Uint8Array
  /** The body as text, nothing decoded but UTF-8, if its Content-Type says that it is a form. */
  form?: string
  /** Where the request went as far as the socket and `Host` tell; a proxy may have changed it. */
  seen: Origin
}

/** Scheme, host and port of a URL. */
export interface Origin {
  protocol: 'http' | 'https'
  /** Without the port; an IPv6 address in brackets. */
  host: string
  port?: number
}

/** Whether a request was signed by the provider. */
export type Verdict = Genuine | Refused

export interface Genuine {
  genuine: true
  /** The public URL under which the signature held, without a slash at the end. */
  publicUrl: string
  /** The text whose signature held, with a default port removed. */
  signedText: string
  accountSid?: string
  /** There where it only tries the way: nothing of it is to be kept or relayed. */
  probe?: true
}

export interface Refused {
  genuine: false
  /** One of the reasons of `callback.refused`. */
  reason: string
  /** False where the budget for finding out was used up. */
  diagnosed: boolean
  /** The origin that would have matched, if one was found. */
  publicUrl?: string
  accountSid?: string
  /** What to do about it, for the operator: the log line's message. */
  hint: string
}
