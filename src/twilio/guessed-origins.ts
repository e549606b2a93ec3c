import type { ReceivedRequest } from '../domain/verdict.ts'
import { derivedUrl, first } from './derived-url.ts'
import { defaultPort, joinUrl, splitUrl, type UrlParts, withoutUserInfo } from './url-text.ts'

/**
 * Public URLs that the provider may have been given instead of `publicUrl`, the ones that differ in
 * the fewest parts first: another scheme, host, port or path prefix, as the request's headers and
 * what the socket saw suggest them.
 */
export function guessedOrigins(publicUrl: string, request: ReceivedRequest): string[] {
  const own = splitUrl(publicUrl)
  if (own === undefined) return []
  const hosts = suggestedHosts(request)
  const guesses: { url: string; changes: number }[] = []
  for (const scheme of distinct([own.scheme, 'https://', 'http://'])) {
    for (const host of distinct([own.host, ...hosts.map(parts => parts.host)])) {
      for (const port of distinct([own.port, '', defaultPort(scheme), ...ports(hosts, request)])) {
        for (const rest of distinct([own.rest, ...prefixes(own.rest, request)])) {
          const parts = { scheme, userInfo: own.userInfo, host, port, rest }
          guesses.push({ url: joinUrl(parts), changes: differences(parts, own) })
        }
      }
    }
  }
  if (own.userInfo !== '') guesses.push({ url: withoutUserInfo(publicUrl), changes: 0 })
  guesses.sort((a, b) => a.changes - b.changes)
  return distinct(guesses.map(guess => guess.url)).filter(url => url !== publicUrl)
}

function suggestedHosts(request: ReceivedRequest): UrlParts[] {
  const { headers, seen } = request
  const forwarded = /(?:^|[;,\s])host="?([^";,\s]+)/i.exec(String(headers['forwarded'] ?? ''))
  const texts = [
    derivedUrl({ headers: {}, seen }),
    `http://${first(headers['x-forwarded-host']) ?? ''}`,
    `http://${forwarded?.[1] ?? ''}`,
    `http://${first(headers['x-original-host']) ?? ''}`,
  ]
  return texts.map(splitUrl).filter(parts => parts !== undefined && parts.host !== '') as UrlParts[]
}

function ports(hosts: readonly UrlParts[], { headers }: ReceivedRequest): string[] {
  const forwarded = first(headers['x-forwarded-port'])
  return [...hosts.map(({ port }) => port), ...(forwarded === undefined ? [] : [`:${forwarded}`])]
}

/** None, where the callback path was written into the public URL too, and what a proxy cut off. */
function prefixes(own: string, { headers }: ReceivedRequest): string[] {
  const forwarded = first(headers['x-forwarded-prefix'])?.replace(/\/+$/, '')
  return forwarded === undefined ? [''] : ['', forwarded, own + forwarded]
}

function differences(a: UrlParts, b: UrlParts): number {
  const names = ['scheme', 'host', 'port', 'rest'] as const
  return names.filter(name => a[name] !== b[name]).length
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
