import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { allSchemas, type Schema } from '../src/schemas.ts'

type Node = Record<string, unknown>

/** TypeScript's types of every schema that describes an object of its own. */
export async function generateTypes(): Promise<string> {
  const schemas = allSchemas().filter(({ $id }) =>
    /:(recording|event|callback:.*|event:.*)$/.test($id),
  )
  const definitions: Node = {}
  for (const schema of schemas) {
    for (const [name, definition] of Object.entries((schema['definitions'] as Node) ?? {})) {
      definitions[capitalised(name)] = typed(definition as Node)
    }
    if (schema.type === 'object') definitions[schema.title] = typed(schema)
  }
  const root = { title: 'Root', type: 'object', additionalProperties: false, definitions }
  const text = await compile(root as JSONSchema, 'Root', {
    bannerComment: '// Generated from schemas/ by `npm run generate`: do not edit.',
    unreachableDefinitions: true,
    style: { semi: false, singleQuote: true, printWidth: 100, arrowParens: 'avoid' },
  })
  return text
    .replace(/^export interface Root \{\}\n/m, '')
    .replace(/^ \* This interface was referenced by.*\n \* via the `definition` .*\n/gm, '')
    .replace(/^ \*\n \*\/$/gm, ' */')
    .replace(/\/\*\*\n \*\/\n/g, '')
}

/** The schema with what is not a matter of types removed, and its references made local. */
function typed(schema: Node): Node {
  const { $id, $schema, $ref, if: _if, then: _then, else: _else, definitions: _, ...rest } = schema
  if (typeof $ref === 'string') {
    const [id, pointer] = $ref.split('#/definitions/')
    const target = allSchemas().find(schema => schema.$id === id) as Schema
    if (pointer === undefined) return { $ref: `#/definitions/${target.title}` }
    const definition = (target['definitions'] as Record<string, Node>)[pointer] as Node
    if (definition['type'] !== 'string' && definition['type'] !== 'integer') {
      return { $ref: `#/definitions/${capitalised(pointer)}` }
    }
    return { ...typed(definition), ...rest }
  }
  if (rest['properties'] && rest['anyOf']) delete rest['anyOf']
  for (const key of ['properties', 'patternProperties']) {
    if (rest[key]) rest[key] = mapped(rest[key] as Record<string, Node>)
  }
  for (const key of ['items', 'additionalProperties']) {
    if (typeof rest[key] === 'object') rest[key] = typed(rest[key] as Node)
  }
  return rest
}

function mapped(properties: Record<string, Node>): Record<string, Node> {
  return Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, typed(node)]))
}

function capitalised(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1)
}
