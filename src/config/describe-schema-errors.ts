import type { ErrorObject } from 'ajv'
import { nearestName } from './nearest-name.ts'

/** A schema mistake in words. */
export interface DescribedError {
  /** JSON pointer to what is wrong: the unknown or missing key itself, not what it is in. */
  pointer: string
  message: string
  /** Is there a value at the pointer that nothing else should look at? */
  drop: boolean
}

/**
 * Puts Ajv's errors (made with `verbose`) into words, at most one for each place. No message holds
 * a value of the file: it may be a secret.
 */
export function describeSchemaErrors(errors: readonly ErrorObject[]): DescribedError[] {
  const byPointer = new Map<string, DescribedError>()
  for (const error of errors) {
    const described = describe(error)
    if (!byPointer.has(described.pointer)) byPointer.set(described.pointer, described)
  }
  return [...byPointer.values()]
}

function describe(error: ErrorObject): DescribedError {
  const { keyword, instancePath, params, parentSchema = {} } = error
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty'])
    const nearest = nearestName(key, Object.keys(parentSchema['properties']))
    const pointer = `${instancePath}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return { pointer, message: `unknown key. The nearest name is ${nearest}.`, drop: false }
  }
  if (keyword === 'required') {
    const pointer = `${instancePath}/${params['missingProperty']}`
    return { pointer, message: 'is missing.', drop: false }
  }
  return { pointer: instancePath, message: inWords(error, parentSchema), drop: true }
}

function inWords({ keyword, params, message }: ErrorObject, schema: object): string {
  switch (keyword) {
    case 'type':
      return `must be ${typeNames([params['type']].flat())}.`
    case 'enum':
      return `must be one of ${params['allowedValues'].join(', ')}.`
    case 'minItems':
    case 'minLength':
      return 'must not be empty.'
    case 'pattern':
      return `does not fit. ${'description' in schema ? schema.description : message}`
    default:
      return `${message}.`
  }
}

const names: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  integer: 'a whole number',
  object: 'an object',
  string: 'a string',
}

function typeNames(types: readonly string[]): string {
  return types.map(type => names[type] ?? type).join(' or ')
}
