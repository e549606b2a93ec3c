import { allFieldNames } from '../generated/field-names.ts'
import { decodeForm, type Field } from './form.ts'

/** A request target, taken apart into the user's own part and what the provider appended. */
export interface SplitTarget {
  /** Up to the `?`, as it came over the wire. */
  path: string
  /** The target without the provider's parameters, byte for byte. */
  own: string
  /** The user's own query, decoded. */
  ownFields: Field[]
  /** The provider's parameters, decoded, without `bodySHA256`. */
  fields: Field[]
}

const bodyHash = 'bodySHA256'

/**
 * Takes a target apart. The provider appends its parameters to the user's own query, so where a
 * name of the provider's occurs more than once, the last one is the provider's, and everything
 * before the first of those is the user's own. Where the fields came in the body, only `bodySHA256`
 * is the provider's.
 */
export function splitTarget(target: string, fieldsInBody: boolean): SplitTarget {
  const start = target.indexOf('?')
  if (start === -1) return { path: target, own: target, ownFields: [], fields: [] }
  const parts = target.slice(start + 1).split('&')
  const decoded = parts.map(part => decodeForm(part)[0])

  const lastIndexOf = new Map<string, number>()
  for (const [index, field] of decoded.entries()) {
    if (field === undefined) continue
    const isProviders = field[0] === bodyHash || (!fieldsInBody && allFieldNames.has(field[0]))
    if (isProviders) lastIndexOf.set(field[0], index)
  }
  const first = fieldsInBody ? Infinity : Math.min(...lastIndexOf.values())

  const split: SplitTarget = {
    path: target.slice(0, start),
    own: target,
    ownFields: [],
    fields: [],
  }
  const ownParts: string[] = []
  for (const [index, field] of decoded.entries()) {
    const lastIndex = field && lastIndexOf.get(field[0])
    if (lastIndex === index || (lastIndex === undefined && index > first)) {
      if (field && field[0] !== bodyHash) split.fields.push(field)
    } else {
      if (field) split.ownFields.push(field)
      ownParts.push(parts[index]!)
    }
  }
  if (ownParts.length === 0) split.own = split.path
  else if (lastIndexOf.size > 0) split.own = `${split.path}?${ownParts.join('&')}`
  return split
}
