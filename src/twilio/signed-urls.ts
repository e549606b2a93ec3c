import { parse, stringify } from 'node:querystring'
import { percentDecode } from './form.ts'
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
 * `node:querystring` would write it, and the whole as `new URL` would. Most requests have none.
 */
export function legacyUrls({ forms }: Endpoint, target: string): Set<string> {
  const given = forms.map(form => form + target)
  const legacyTarget = withLegacyQuery(target)
  const urls = new Set(forms.map(form => form + legacyTarget))
  const normal = URL.parse(given[0]!)?.href
  if (normal !== undefined && normal !== given[0]) {
    for (const url of [normal, withLegacyQuery(normal)])
      urls.add(withoutPort(url)).add(withPort(url))
  }
  for (const url of given) urls.delete(url)
  return urls
}

/** Decodes as `node:querystring` does, without the exceptions that make that slow on forgeries. */
function withLegacyQuery(url: string): string {
  const start = url.indexOf('?') + 1
  if (start === 0 || start === url.length) return url
  const query = parse(url.slice(start), '&', '=', { decodeURIComponent: percentDecode })
  return url.slice(0, start) + stringify(query)
}
