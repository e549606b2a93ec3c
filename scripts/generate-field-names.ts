import { allSchemas } from '../src/schemas.ts'

/** The names of each family's fields on the wire, and all of them together. */
export function generateFieldNames(): string {
  const lines = ['// Generated from schemas/ by `npm run generate`: do not edit.', '']
  const constants: string[] = []
  for (const { $id, title, properties } of allSchemas()) {
    if (!$id.startsWith('urn:reelay:schema:callback:')) continue
    const constant = `${title[0]!.toLowerCase()}${title.slice(1)}Fields`
    constants.push(constant)
    const names = Object.keys(properties as object).map(name => `  '${name}',\n`)
    lines.push(`/** The fields of a ${title}. */`)
    lines.push(`export const ${constant}: ReadonlySet<string> = new Set([\n${names.join('')}])\n`)
  }
  const spread = constants.map(constant => `  ...${constant},\n`).join('')
  lines.push('/** Every field that some callback has. */')
  lines.push(`export const allFieldNames: ReadonlySet<string> = new Set([\n${spread}])\n`)
  return lines.join('\n')
}
