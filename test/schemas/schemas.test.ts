import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SchemaObject } from 'ajv'
import t from 'tap'
import { allSchemas, createAjv, type Schema, validatorOf } from '../../src/schemas.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ours = allSchemas().filter(({ $id }) => $id !== 'urn:reelay:schema:config')

t.test('every file of the folder is a schema with a name of its own', async t => {
  const files = readdirSync(`${root}schemas`, { recursive: true, encoding: 'utf8' })
  const schemas = files.filter(file => file.endsWith('.schema.json'))
  t.equal(allSchemas().length, schemas.length)
  t.equal(new Set(allSchemas().map(({ $id }) => $id)).size, schemas.length)
  for (const { $id, $schema, description } of allSchemas()) {
    t.match($id, /^urn:reelay:schema:[a-z:-]+$/)
    t.equal($schema, 'http://json-schema.org/draft-07/schema#', $id)
    t.ok(description, `${$id} is described`)
  }
})

t.test('every schema compiles in strict mode', async t => {
  const ajv = createAjv({ strict: true, allowUnionTypes: false })
  for (const { $id } of ours) t.doesNotThrow(() => ajv.getSchema($id), $id)
})

t.test('every property is described', async t => {
  for (const schema of ours) {
    if (schema.type !== 'object') continue
    t.strictSame(undescribed(schema), [], schema.$id)
  }
})

t.test('what is made from the schemas is up to date', async t => {
  const check = ['scripts/generate.ts', '--check']
  const { status, stderr } = spawnSync(process.execPath, check, { cwd: root, encoding: 'utf8' })
  t.equal(status, 0, stderr)
})

t.test('nothing is coerced, removed or filled in', async t => {
  const data = { accountSid: 5, more: 'x' }
  const validate = validatorOf('urn:reelay:schema:recording')
  t.notOk(validate(data))
  t.strictSame(data, { accountSid: 5, more: 'x' })
  t.equal(validate, validatorOf('urn:reelay:schema:recording'), 'compiled once')
  t.throws(() => validatorOf('urn:reelay:schema:none'), { message: /urn:reelay:schema:none/ })
})

/** Properties of a schema, its references followed, that have no description. */
function undescribed(schema: Schema): string[] {
  return Object.entries<{ description?: string; $ref?: string }>(schema['properties'] ?? {})
    .filter(([, property]) => !property.description && !referred(property.$ref)?.['description'])
    .map(([name]) => name)
}

function referred($ref = ''): SchemaObject | undefined {
  const [id, pointer] = $ref.split('#/definitions/')
  const schema = allSchemas().find(({ $id }) => $id === id)
  return pointer === undefined ? schema : schema?.['definitions'][pointer]
}
