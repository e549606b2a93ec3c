import type { RawCallback } from '../domain/callback.ts'
import type { Mentions } from '../domain/reading.ts'
import { contentOf } from './content-of.ts'
import { decodeForm, type Field } from './form.ts'
import { splitTarget } from './split-target.ts'

const identity = /identity$/i
const room = /room_?(?:sid|name)$/i

/**
 * Who and which rooms a callback names, whether it fits a schema or not: in its query and in its
 * body.
 */
export function mentionsOf(raw: RawCallback): Mentions {
  const named = [...splitTarget(raw.target, false).fields, ...bodyFields(raw)]
  const valuesOf = (name: RegExp): string[] => [
    ...new Set(named.flatMap(([each, value]) => (name.test(each) ? [value] : []))),
  ]
  return { identities: valuesOf(identity), rooms: valuesOf(room) }
}

function bodyFields(raw: RawCallback): Field[] {
  const { body } = raw
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString()
  if (contentOf(raw) !== 'json') return decodeForm(text, body)
  const fields: Field[] = []
  try {
    JSON.parse(text, (name, value) => {
      if (typeof value === 'string') fields.push([name, value])
    })
  } catch {
    // what is no JSON names nobody that could be looked for
  }
  return fields
}
