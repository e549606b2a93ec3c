/** What stands for a secret. */
export const masked = '***'

const harmlessHeader = /^(?:accept(?:-.*)?|cache-control|from|user-agent)$/i
const secretName = /auth|credential|key|pass|pwd|secret|sig|token/i

/**
 * A URL that people may see: user info, the values of its query and what looks like a key in its
 * path are masked. A path of `file:` is text, and stays.
 */
export function maskUrl(text: string): string {
  if (/^(?:file|log|sqlite):/i.test(text)) return text
  const [, scheme = '', userInfo = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*:(?:\/\/)?)(?:([^/?#]*)@)?(.*)$/is.exec(text) ?? []
  if (scheme === '') return masked
  const [before = '', query] = rest.split('#', 1)[0]!.split(/\?(.*)/s)
  const path = /^module:/i.test(scheme) ? before : before.replaceAll(/(?<=\/)[^/]+/g, maskSegment)
  const values = query?.replaceAll(/=[^&]*/g, `=${masked}`)
  return scheme + (userInfo && `${masked}@`) + path + (values === undefined ? '' : `?${values}`)
}

/** Chat services and the like take a key as a part of the path. */
function maskSegment(segment: string): string {
  return segment.length >= 20 && /\d/.test(segment) && /[a-z]/i.test(segment) ? masked : segment
}

/**
 * Options of a sink that people may see. Those of a user's own module are masked by their names.
 */
export function maskOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, maskOption(name, value)]),
  )
}

function maskOption(name: string, value: unknown): unknown {
  if (name === 'headers' && isObject(value)) {
    const headers = Object.entries(value)
    return Object.fromEntries(
      headers.map(([header, text]) => [header, harmlessHeader.test(header) ? text : masked]),
    )
  }
  // The path of a file that holds a secret is none.
  if (secretName.test(name) && !/file$/i.test(name)) {
    return Array.isArray(value) ? value.map(() => masked) : masked
  }
  if (Array.isArray(value)) return value.map(each => maskOption('', each))
  if (isObject(value)) return maskOptions(value)
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value)
    ? maskUrl(value)
    : value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
