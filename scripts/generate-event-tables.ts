import type { RawCallback } from '../src/domain/callback.ts'
import { toCloudEvent } from '../src/domain/event.ts'
import { parse } from '../src/twilio/parse.ts'
import { type SampleEvent, sampleCallback } from '../src/twilio/sample.ts'
import { type Node, resolve, schemaOf, schemaTable } from './schema-table.ts'

const example = /^example ([a-z-]+)$/
const part = /<!-- generated: (.+) -->\n[\s\S]*?<!-- end -->/g

/**
 * Fills in the generated parts of `docs/events.md`: each stands between `<!-- generated: WHAT -->`
 * and `<!-- end -->`, where WHAT is the `$id` of a schema or `example` and a sample's name.
 */
export function generateEventTables(text: string): string {
  return text.replace(part, (_, what: string) => {
    const [, name] = example.exec(what) ?? []
    const generated = name ? exampleOf(name as SampleEvent) : tablesOf(what)
    return `<!-- generated: ${what} -->\n${generated}\n<!-- end -->`
  })
}

function tablesOf(id: string): string {
  const schema = schemaOf(id)
  if (schema.properties) return schemaTable(schema)
  return Object.entries(schema.definitions!)
    .filter(([, definition]) => definition.type === 'object')
    .map(([name, definition]) => `\`${name}\`: ${describe(definition)}`)
    .join('\n\n')
}

function describe(definition: Node): string {
  const { description, additionalProperties } = definition
  if (definition.properties) return `${description}\n\n${schemaTable(definition)}`
  return `${description} ${resolve(additionalProperties as Node).description}`
}

/** A sample callback's event, as a sink gets it. */
function exampleOf(name: SampleEvent): string {
  const raw: RawCallback = {
    method: 'POST',
    publicUrl: 'https://hooks.example.com',
    target: '/callbacks?tenant=7',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: Buffer.from(new URLSearchParams(Object.fromEntries(sampleCallback(name))).toString()),
  }
  const parsed = parse(raw)
  if (parsed.kind === 'misfit') throw new Error(`${name}: ${JSON.stringify(parsed.errors)}`)
  const receivedAt = Date.UTC(2026, 2, 14, 9, 45)
  const json = JSON.stringify(toCloudEvent(parsed.event, receivedAt), null, 2)
  return `\`\`\`json\n${json}\n\`\`\``
}
