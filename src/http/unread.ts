import type { IncomingMessage } from 'node:http'

/** Is there more of this request to come? To Node, one without a body is not complete at once. */
export function isUnread({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}
