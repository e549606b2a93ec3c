import { Ajv, type ErrorObject } from 'ajv'

/**
 * Checks options against a JSON Schema (draft-07, Ajv's strict mode, types are never coerced) and
 * fills in the schema's defaults, in place. Returns each mistake with its place below `/options`.
 * Throws where the schema itself is wrong.
 */
export function validate(schema: object, options: object): string[] {
  // An instance of its own: two modules may use one `$id`.
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, useDefaults: true })
  const fits = ajv.compile(schema)
  if (fits(options)) return []
  return (fits.errors ?? []).map(error => `/options${error.instancePath}: ${describe(error)}`)
}

/** Ajv's words never hold the value itself, which may be a secret. */
function describe({ keyword, message = 'does not fit', params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `unknown option ${params['additionalProperty']}`
  if (keyword === 'enum') return `${message}: ${params['allowedValues'].join(', ')}`
  return message
}
