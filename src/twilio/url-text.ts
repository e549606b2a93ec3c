/**
 * An absolute URL cut into its parts, each as it was written: a signed URL is a text, and `new URL`
 * would change it.
 */
export interface UrlParts {
  /** With `://`. */
  scheme: string
  /** With its `@`, or empty. */
  userInfo: string
  host: string
  /** With its `:`, or empty. */
  port: string
  /** Path, query and fragment. */
  rest: string
}

const pattern = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?(\[[^/?#]*\]|[^/?#:]*)(:[^/?#]*)?(.*)$/is

/** The parts of a URL; nothing if it has no scheme and authority. */
export function splitUrl(url: string): UrlParts | undefined {
  const match = pattern.exec(url)
  if (match === null) return undefined
  const [, scheme = '', userInfo = '', host = '', port = '', rest = ''] = match
  return { scheme, userInfo, host, port, rest }
}

/** The text of a URL's parts. */
export function joinUrl({ scheme, userInfo, host, port, rest }: UrlParts): string {
  return scheme + userInfo + host + port + rest
}

/** `:443` for https, `:80` for all else. */
export function defaultPort(scheme: string): string {
  return scheme.toLowerCase() === 'https://' ? ':443' : ':80'
}

/** The URL without its port, whichever it is. */
export function withoutPort(url: string): string {
  const parts = splitUrl(url)
  return parts === undefined ? url : joinUrl({ ...parts, port: '' })
}

/** The URL with the default port of its scheme, if it has none. */
export function withPort(url: string): string {
  const parts = splitUrl(url)
  if (parts === undefined || parts.port !== '') return url
  return joinUrl({ ...parts, port: defaultPort(parts.scheme) })
}

/** The URL without its port, if that is the default one. */
export function withoutDefaultPort(url: string): string {
  const parts = splitUrl(url)
  if (parts === undefined || parts.port !== defaultPort(parts.scheme)) return url
  return joinUrl({ ...parts, port: '' })
}

/** The URL without user info: for messages, where a password has no place. */
export function withoutUserInfo(url: string): string {
  const parts = splitUrl(url)
  return parts === undefined ? url : joinUrl({ ...parts, userInfo: '' })
}
