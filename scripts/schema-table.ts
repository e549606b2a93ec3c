import { allSchemas } from '../src/schemas.ts'

/** What a table is made of: a schema, or a part of one. */
export interface Node {
  $ref?: string
  description?: string
  type?: string
  format?: string
  enum?: string[]
  const?: string
  properties?: Record<string, Node>
  required?: string[]
  additionalProperties?: boolean | Node
}

/** A Markdown table of an object's properties; those of objects within it have dotted names. */
export function schemaTable(schema: Node): string {
  const lines = rowsOf(schema, '').map(cells => `| ${cells.join(' | ')} |`)
  return ['| property | type | what it is |', '|-|-|-|', ...lines].join('\n')
}

function rowsOf({ properties = {}, required = [] }: Node, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const target = resolve(node)
    const path = prefix + name
    const presence = required.includes(name) ? '' : ', optional'
    const description = (node.description ?? target.description ?? '').replaceAll('|', '\\|')
    const row = [`\`${path}\``, typeOf(node, target) + presence, description]
    const isShared = node.$ref?.includes(':definitions#')
    return target.properties && !isShared ? [row, ...rowsOf(target, `${path}.`)] : [row]
  })
}

function typeOf(node: Node, target: Node): string {
  if (node.$ref?.includes(':definitions#')) return `[${node.$ref.split('/').at(-1)}](#shared-parts)`
  if (target.const) return `\`${target.const}\``
  if (target.enum) return target.enum.map(value => `\`${value}\``).join(', ')
  return target.type === 'string' ? 'text' : (target.type ?? 'text, or several')
}

/** What a reference leads to; anything else as it is. */
export function resolve(node: Node): Node {
  if (node.$ref === undefined) return node
  const [id, pointer] = node.$ref.split('#/definitions/') as [string, string?]
  const schema = schemaOf(id)
  return pointer === undefined ? schema : schema.definitions![pointer]!
}

/** The schema with this `$id`. @throws Error if there is none */
export function schemaOf(id: string): Node & { definitions?: Record<string, Node> } {
  const schema = allSchemas().find(({ $id }) => $id === id)
  if (!schema) throw new Error(`no schema ${id}`)
  return schema as Node
}
