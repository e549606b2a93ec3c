import type { ErrorObject } from 'ajv'
import type { FieldError } from '../domain/event.ts'

/** A validator as Ajv generates it: tells its errors beside itself, until the next call. */
export interface Validator {
  (value: unknown): boolean
  errors?: ErrorObject[] | null
}

/** What is told of a number that is none. */
export const notInt53 = 'must be a whole number within ±(2^53-1), without leading zeros'

/** Told by the errors inside of them. */
const wrappers = new Set(['if', 'anyOf'])

/** A hostile body can be wrong in thousands of places: these are enough for a log line. */
const mostErrors = 32
const longestPath = 128

/**
 * What a validator found, one error for each place, 32 at the most. Never has a value in it:
 * values are personal data, and end up in log lines.
 */
export function schemaErrors(validator: Validator): FieldError[] {
  const errors = new Map<string, FieldError>()
  for (const error of validator.errors ?? []) {
    if (wrappers.has(error.keyword)) continue
    const { missingProperty } = error.params
    const place = missingProperty ? `${error.instancePath}/${missingProperty}` : error.instancePath
    const path = place.slice(0, longestPath)
    if (!errors.has(path)) errors.set(path, { path, message: messageOf(error) })
    if (errors.size === mostErrors) break
  }
  return [...errors.values()]
}

function messageOf({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'type':
      return `must be of type ${params['type']}`
    case 'enum':
      return `must be one of ${params['allowedValues'].join(', ')}`
    case 'pattern':
      return `must match ${params['pattern']}`
    case 'format':
      return params['format'] === 'int53' ? notInt53 : `must be a ${params['format']}`
    default:
      return `does not fit (${keyword})`
  }
}
