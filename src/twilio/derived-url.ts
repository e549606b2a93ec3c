import type { ReceivedRequest } from '../domain/verdict.ts'

const hostPattern = /^(?:\[[\da-f:.]+\]|[^\s:/?#@[\]\\,]+)(?::\d{1,5})?$/i

/**
 * The public URL of a request where none is configured: `X-Forwarded-Proto` and
 * `X-Forwarded-Host`, the first of several, else what the socket saw. Whoever can choose these
 * chooses the URL, which is why a service in production has one configured.
 */
export function derivedUrl({ headers, seen }: Pick<ReceivedRequest, 'headers' | 'seen'>): string {
  const proto = first(headers['x-forwarded-proto'])?.toLowerCase()
  const protocol = proto === 'http' || proto === 'https' ? proto : seen.protocol
  const host = first(headers['x-forwarded-host'])
  return `${protocol}://${host !== undefined && hostPattern.test(host) ? host : hostOf(seen)}`
}

/** A header's first element; nothing if there is none. */
export function first(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header
  return text?.split(',', 1)[0]?.trim() || undefined
}

function hostOf({ host, port }: ReceivedRequest['seen']): string {
  return port === undefined ? host : `${host}:${port}`
}
