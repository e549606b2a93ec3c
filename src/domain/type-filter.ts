/**
 * Does a sink want events of this type? An entry of `types` is a type, or the beginning of one and
 * a `*` at its end; no `types` at all means every type.
 */
export function wantsType(types: readonly string[] | undefined, type: string): boolean {
  if (types === undefined) return true
  return types.some(entry =>
    entry.endsWith('*') ? type.startsWith(entry.slice(0, -1)) : entry === type,
  )
}
