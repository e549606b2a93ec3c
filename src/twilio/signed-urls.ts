import { parse, stringify } from 'node:querystring'
import { splitUrl, withoutDefaultPort, withoutPort, withPort } from './url-text.ts'

/** A public URL in the forms in which the provider may have signed it. */
export interface Endpoint {
  /** As configured, or as derived from the request. */
  publicUrl: string
  /** As it is, then with its port toggled. */
  forms: readonly [asIs: string, otherPort: string]
  /** Without a default port: what identity is made of. */
  bare: string
}

/**
 * Readies a public URL (no slash at its end). The other form of one without a port has the default
 * port, that of one with a port has none: the provider has signed both ways, and the official
 * package accepts the latter for ports other than the default one too.
 */
export function createEndpoint(publicUrl: string): Endpoint {
  const otherPort = splitUrl(publicUrl)?.port ? withoutPort(publicUrl) : withPort(publicUrl)
  return { publicUrl, forms: [publicUrl, otherPort], bare: withoutDefaultPort(publicUrl) }
}

/**
 * Further texts of a URL under which the official package accepts a signature: its query as
 * `node:querystring` would write it, and the whole as `new URL` would. Few requests have any.
 */
export function legacyUrls({ forms }: Endpoint, target: string): Set<string> {
  const given = forms.map(form => form + target)
  const urls = new Set(given.map(withLegacyQuery))
  const normal = normalised(given[0]!)
  if (normal !== undefined) {
    for (const url of [withoutPort(normal), withPort(normal)])
      urls.add(url).add(withLegacyQuery(url))
  }
  for (const url of given) urls.delete(url)
  return urls
}

function withLegacyQuery(url: string): string {
  const start = url.indexOf('?') + 1
  if (start === 0 || start === url.length) return url
  return url.slice(0, start) + stringify(parse(url.slice(start)))
}

function normalised(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).href : undefined
}
