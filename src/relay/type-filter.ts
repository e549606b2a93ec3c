/**
 * Tells whether a sink wants a type of event. A pattern is a type, or the beginning of one followed
 * by `*`. Without patterns every type is wanted.
 */
export function createTypeFilter(
  patterns: readonly string[] | undefined,
): (type: string) => boolean {
  if (patterns === undefined) return () => true
  const exact = new Set(patterns.filter(pattern => !pattern.endsWith('*')))
  const prefixes = patterns
    .filter(pattern => pattern.endsWith('*'))
    .map(pattern => pattern.slice(0, -1))
  return type => exact.has(type) || prefixes.some(prefix => type.startsWith(prefix))
}
