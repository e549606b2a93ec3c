import type { Field } from './form.ts'

/** Fields by name; a name that came with different values has all of them, in order. */
export type Fields = Record<string, string | string[]>

/** Inherits from nothing, and yet is not as slow to V8 as what `Object.create(null)` makes. */
function Gathered() {}
Gathered.prototype = Object.create(null)
const Constructor = Gathered as unknown as new () => Fields

/**
 * Puts fields under their names. Equal repeats of one name collapse, as they do in the signed text.
 * The object inherits nothing: `__proto__` and `constructor` are names like any other.
 */
export function gatherFields(fields: readonly Field[]): Fields {
  const gathered = new Constructor()
  let repeated: Map<string, Set<string>> | undefined
  for (const [name, value] of fields) {
    const earlier = gathered[name]
    if (earlier === undefined) gathered[name] = value
    else if (earlier !== value) {
      repeated ??= new Map()
      const values = repeated.get(name)
      if (values) values.add(value)
      else repeated.set(name, new Set([earlier as string, value]))
    }
  }
  if (repeated) for (const [name, values] of repeated) gathered[name] = [...values]
  return gathered
}

/** The fields that `known` does not name, as an ordinary object; nothing if there are none. */
export function extraFields(fields: Fields, known: ReadonlySet<string>): Fields | undefined {
  const extra: [string, string | string[]][] = []
  for (const name in fields) {
    if (!known.has(name)) extra.push([name, fields[name]!])
  }
  return extra.length === 0 ? undefined : Object.fromEntries(extra)
}

/** The fields as an ordinary object: what is not trusted becomes its own properties only. */
export function toObject(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields))
}
