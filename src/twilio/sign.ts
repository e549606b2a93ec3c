import { hash, randomUUID } from 'node:crypto'
import type { CallbackMethod } from '../domain/callback.ts'
import type { Field } from './form.ts'
import { sign, signedText, signingKey } from './signature.ts'
import { splitUrl } from './url-text.ts'

export interface CallbackToSign {
  method: CallbackMethod
  /** As the user would give it to the provider; a fragment is dropped. */
  url: string
  /** Sent in the query by GET and HEAD, as a form otherwise. */
  fields?: readonly Field[]
  /** Sent as JSON instead, a text as it is; its hash goes into the URL. */
  json?: unknown
  /** The secret: an auth token, or a shared key if `sharedKey` is given. */
  authToken: string
  sharedKey?: { sid: string; algorithm: 'sha1' | 'sha256' }
  /** Sign for this public URL (no slash at its end) in place of the URL's own scheme and host. */
  publicUrl?: string
  /** A fresh UUID unless given: the provider's retries repeat it. */
  idempotencyToken?: string
}

/** A request that is ready to be sent, as the provider would. */
export interface SignedCallback {
  method: CallbackMethod
  /** With what the provider adds to the query, and without a fragment. */
  url: string
  /** Names in lower case. */
  headers: Record<string, string>
  /** Empty where there is none. */
  body: string
}

const form = 'application/x-www-form-urlencoded; charset=UTF-8'

/** Makes the request with which the provider would call a URL. */
export function signRequest(callback: CallbackToSign): SignedCallback {
  const { method, fields = [], json, authToken, sharedKey } = callback
  const own = callback.url.split('#', 1)[0]!
  const inQuery = json === undefined && (method === 'GET' || method === 'HEAD')
  const text = json === undefined ? encodeForm(fields) : textOf(json)
  const body = inQuery ? '' : text
  const url = json === undefined ? own : withQuery(own, `bodySHA256=${hash('sha256', body, 'hex')}`)
  const called = inQuery && text !== '' ? withQuery(url, text) : url

  const signed = signedText(
    publicForm(called, callback.publicUrl),
    inQuery || json !== undefined ? [] : fields,
  )
  const key = signingKey(authToken, sharedKey?.algorithm)
  const headers: Record<string, string> = {
    accept: '*/*',
    connection: 'close',
    'user-agent': 'reelay-send',
    'i-twilio-idempotency-token': callback.idempotencyToken ?? randomUUID(),
    'x-twilio-signature': sign(signed, key),
  }
  if (sharedKey !== undefined) headers['x-twilio-signature-key-sid'] = sharedKey.sid
  if (body !== '') {
    headers['content-type'] = json === undefined ? form : 'application/json'
    headers['content-length'] = String(Buffer.byteLength(body))
  }
  return { method, url: called, headers, body }
}

/** A form's text with blanks as `%20`, as the provider writes it. */
export function encodeForm(fields: readonly Field[]): string {
  return fields
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

function textOf(json: unknown): string {
  return typeof json === 'string' ? json : JSON.stringify(json)
}

function withQuery(url: string, query: string): string {
  if (!url.includes('?')) return `${url}?${query}`
  return /[?&]$/.test(url) ? url + query : `${url}&${query}`
}

function publicForm(url: string, publicUrl: string | undefined): string {
  return publicUrl === undefined ? url : publicUrl + (splitUrl(url)?.rest ?? '')
}
