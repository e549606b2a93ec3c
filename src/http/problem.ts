import { STATUS_CODES } from 'node:http'
import type { Answer } from './answer.ts'
import type { Rejection } from './rejection.ts'

/**
 * An answer in `application/problem+json` (RFC 9457). `members` are the problem's own, `headers`
 * go along with it, names in lower case.
 */
export function problem(
  status: number,
  members: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ title: STATUS_CODES[status], status, ...members }),
  }
}

/** The answer to a rejected request. */
export function problemOf({ status, detail, allow }: Rejection): Answer {
  return problem(status, { detail }, allow ? { allow: allow.join(', ') } : {})
}

/** An answer's bytes on a connection that ends with it, where Node gives no response object. */
export function wireText({ status, headers, body }: Answer): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  lines.push(
    `content-length: ${Buffer.byteLength(body)}`,
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  )
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
