/** What a target may hold: visible ASCII, no fragment. */
const visible = /^\/[!"$-~]*$/
const absoluteForm = /^https?:\/\/[^/?#]*/i

/**
 * The origin-form of a request target as it came over the wire: absolute-form loses its scheme and
 * authority (RFC 9112, 3.2.2), nothing else changes. Undefined if it is no target that a URL can
 * have led to: a fragment, bytes beyond ASCII, or escapes in the path that are no UTF-8.
 */
export function originForm(target: string): string | undefined {
  const origin = target.charCodeAt(0) === 47 ? target : withoutAuthority(target)
  if (!visible.test(origin)) return undefined
  const path = pathOf(origin)
  if (!path.includes('%')) return origin
  try {
    decodeURIComponent(path)
    return origin
  } catch {
    return undefined
  }
}

/** The path of a target in origin-form, decoded as far as it can't change its segments. */
export function decodedPath(target: string): string {
  const path = pathOf(target)
  return path.includes('%') ? decodeURI(path) : path
}

/** The path of a target in origin-form, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

function withoutAuthority(target: string): string {
  if (!absoluteForm.test(target)) return target
  const rest = target.replace(absoluteForm, '')
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest
}
