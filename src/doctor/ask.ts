import type { IncomingHttpHeaders } from 'node:http'

/** An answer, and the first 64 KiB of its body. */
export interface Asked {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

const bodyLimit = 65_536

/** One request without a body, on a connection of its own; no redirect is followed. */
export async function ask(method: string, url: URL, timeoutMs: number): Promise<Asked> {
  const { request } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const { promise, resolve, reject } = Promise.withResolvers<Asked>()
  const signal = AbortSignal.timeout(timeoutMs)
  const sent = request(url, { method, agent: false, signal }, response => {
    let body = ''
    response.setEncoding('utf8').on('data', (text: string) => {
      if (body.length < bodyLimit) body += text
    })
    response.on('error', reject)
    response.on('end', () => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
    })
  })
  sent.on('error', error => reject(signal.aborted ? signal.reason : error))
  sent.end()
  return promise
}
