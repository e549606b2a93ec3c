import { type IncomingHttpHeaders, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import type { SignedCallback } from '../twilio/sign.ts'
import { splitUrl } from '../twilio/url-text.ts'

/** What came back. */
export interface Answer {
  status: number
  /** `No Content`. */
  statusText: string
  /** At most 64 KiB of it. */
  body: string
  headers: IncomingHttpHeaders
  /** From the call to the end of the answer. */
  ms: number
}

const bodyLimit = 65_536

/**
 * Sends a signed callback exactly as it is: nothing of the URL is normalised, no redirect is
 * followed. Rejects with the socket's error, or after `timeoutMs` without a whole answer.
 */
export async function sendRequest(callback: SignedCallback, timeoutMs: number): Promise<Answer> {
  const { scheme, userInfo, host, port, rest } = splitUrl(callback.url)!
  const start = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const send = scheme.toLowerCase() === 'https://' ? overHttps : overHttp
  const request = send({
    method: callback.method,
    host: host.replace(/^\[|\]$/g, ''),
    ...(port.length > 1 ? { port: port.slice(1) } : {}),
    ...(userInfo === '' ? {} : { auth: decodeURIComponent(userInfo.slice(0, -1)) }),
    path: rest,
    headers: { host: host + port, ...callback.headers },
    signal: AbortSignal.timeout(timeoutMs),
    agent: false,
  })
  request.on('error', reject)
  request.on('response', response => {
    let body = Buffer.alloc(0)
    response.on('data', chunk => {
      if (body.length < bodyLimit) body = Buffer.concat([body, chunk])
    })
    response.on('error', reject)
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        statusText: response.statusMessage ?? '',
        body: body.subarray(0, bodyLimit).toString(),
        headers: response.headers,
        ms: performance.now() - start,
      }),
    )
  })
  request.end(callback.body)
  return promise
}
