import type { IncomingMessage } from 'node:http'
import { maxHeaders, maxTarget } from './limits.ts'
import { isHost } from './origin.ts'
import { type Rejection, rejections } from './rejection.ts'

/** What a target that can't be served is routed as; no path is (`OPTIONS *` has it by right). */
export const noTarget = '*'

/**
 * What is wrong with a request's head, whatever it is for. `request.url` is in origin-form, or
 * `noTarget`; `wireTarget` is what came.
 */
export function screen(request: IncomingMessage, wireTarget: string): Rejection | undefined {
  if (wireTarget.length > maxTarget) return rejections.targetTooLong
  const { rawHeaders, headers } = request
  if (headersSize(rawHeaders) > maxHeaders) return rejections.headersTooLarge
  if (request.url === noTarget) {
    const isServerWide = wireTarget === noTarget && request.method === 'OPTIONS'
    return isServerWide ? rejections.notFound : rejections.target
  }
  if (!isHostValid(request)) return rejections.host
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return rejections.transferCoding
  return undefined
}

/** Bytes of the header lines as they came, but for optional white space. */
function headersSize(rawHeaders: readonly string[]): number {
  // per line: colon, blank, CR, LF
  let size = rawHeaders.length * 2
  for (const text of rawHeaders) size += text.length
  return size
}

function isHostValid({ headers, rawHeaders, httpVersion }: IncomingMessage): boolean {
  const { host } = headers
  if (host === undefined) return httpVersion === '1.0'
  if (!isHost(host)) return false
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!
    if (name.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count === 1
}
