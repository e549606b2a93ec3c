/** What stands for a secret value. */
export const masked = '***'

/** Names of headers whose values may be secret, whoever sets them. */
const secretName = /auth|cookie|credential|jwt|key|oidc|pass|secret|session|signature|token/

/** Characters that are kept of a value, and of all of them. */
const longestValue = 512
const longest = 8 * 1024

/**
 * Headers as Node has them raw (names and values in turn), for people: names in lower case, values
 * of one name joined by `, `, secret ones masked, long ones cut off. What is beyond 8 KiB is left
 * out.
 */
export function maskedHeaders(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>()
  let length = 0
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    const before = headers.get(name)
    const value = secretName.test(name) ? masked : cut(raw[index + 1]!)
    length += name.length + value.length
    if (length > longest) break
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  // Not by assignment: a header may be called __proto__.
  return Object.fromEntries(headers)
}

function cut(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
}
