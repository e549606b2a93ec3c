import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ErrorObject } from 'ajv'

/** Every way in which a file's content doesn't fit `schemas/config.schema.json`. */
export function validateConfig(json: unknown): readonly ErrorObject[] {
  // Loaded here: most set-ups have no file, and Ajv is most of the time that loading one takes.
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  const url = new URL('../../schemas/config.schema.json', import.meta.url)
  const schema = JSON.parse(readFileSync(url, 'utf8'))
  const ajv = new Ajv({ strict: true, allErrors: true, verbose: true, allowUnionTypes: true })
  const validate = ajv.compile(schema)
  return validate(json) ? [] : (validate.errors ?? [])
}
