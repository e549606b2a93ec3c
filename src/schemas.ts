import { readdirSync, readFileSync } from 'node:fs'
import { Ajv, type Options, type SchemaObject, type ValidateFunction } from 'ajv'
import { formats } from './formats.ts'

/** The package's `schemas` folder: beside both `src` and `dist`. */
const folder = new URL('../schemas/', import.meta.url)

/** A JSON Schema (draft-07) of ours. */
export interface Schema extends SchemaObject {
  $id: string
  title: string
}

let loaded: Schema[] | undefined

/** All schemas of the package, in order of `$id`. Reads the folder once, synchronously. */
export function allSchemas(): readonly Schema[] {
  loaded ??= readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.schema.json'))
    .map(path => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as Schema)
    .sort((a, b) => (a.$id < b.$id ? -1 : 1))
  return loaded
}

/**
 * An Ajv that knows every schema of the package: strict, nothing coerced, nothing removed, every
 * error told. A schema is compiled when it is first asked for.
 */
export function createAjv(options: Options = {}): Ajv {
  return new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    schemas: [...allSchemas()],
    formats,
    ...options,
  })
}

let shared: Ajv | undefined

/**
 * What checks a value against the schema with this `$id`. Takes some 100 ms the first time: what
 * runs for each callback is compiled ahead of time instead (`src/generated/validators.ts`).
 *
 * @throws Error if there is no such schema
 */
export function validatorOf(id: string): ValidateFunction {
  shared ??= createAjv()
  const validate = shared.getSchema(id)
  if (!validate) throw new Error(`no schema ${id}`)
  return validate
}
