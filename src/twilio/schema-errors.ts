import type { ErrorObject } from 'ajv'
import type { FieldError } from '../domain/event.ts'

/** A validator as Ajv generates it: tells its errors beside itself, until the next call. */
export interface Validator {
  (value: unknown): boolean
  errors?: ErrorObject[] | null
}

/** Told by the errors inside of them. */
const wrappers = new Set(['if', 'anyOf'])

/**
 * What a validator found, one error for each place. Never has a value in it: values are personal
 * data, and end up in log lines.
 */
export function schemaErrors(validator: Validator): FieldError[] {
  const errors = new Map<string, FieldError>()
  for (const error of validator.errors ?? []) {
    if (wrappers.has(error.keyword)) continue
    const { missingProperty } = error.params
    const path = missingProperty ? `${error.instancePath}/${missingProperty}` : error.instancePath
    if (!errors.has(path)) errors.set(path, { path, message: messageOf(error) })
  }
  return [...errors.values()]
}

function messageOf({ keyword, params, message = 'does not fit' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'enum':
      return `must be one of ${params['allowedValues'].join(', ')}`
    case 'format':
      return params['format'] === 'int53'
        ? 'must be a whole number within ±(2^53-1), without leading zeros'
        : message
    default:
      return message
  }
}
