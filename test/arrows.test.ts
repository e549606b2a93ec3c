import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import t from 'tap'

/** What each part may import of ours, beside itself; docs/architecture.md says why. */
const allowed: Record<string, readonly string[]> = {
  domain: [],
  twilio: ['domain', 'schemas.ts', 'formats.ts', 'generated'],
  journal: ['domain', 'version.ts'],
  relay: ['domain'],
  sinks: ['domain'],
  http: ['domain'],
  api: ['domain'],
  config: ['domain'],
  generated: ['formats.ts'],
  'schemas.ts': ['formats.ts', 'generated'],
  'formats.ts': [],
  'version.ts': [],
  'log-output.ts': ['domain'],
  'metrics.ts': ['domain'],
  'live.ts': ['domain'],
}

/** These join the parts. */
const joining = [
  'compose.ts',
  'relay-client.ts',
  'ledger-client.ts',
  'threads',
  'cli',
  'doctor',
  'main.ts',
]

const src = join(import.meta.dirname, '../src')

t.test('imports follow the arrows of the architecture', async t => {
  const files = globSync('**/*.ts', { cwd: src })
  t.ok(files.length > 50, 'the sources are there')
  for (const file of files) {
    const part = partOf(file)
    if (joining.includes(part)) continue
    t.ok(allowed[part], `${part} is a part that this test knows`)
    const others = importsOf(file)
      .map(partOf)
      .filter(other => other !== part)
    const forbidden = others.filter(other => !allowed[part]?.includes(other))
    t.same(forbidden, [], file)
  }
})

function partOf(file: string): string {
  return file.split('/')[0]!
}

/** Our own files that a file imports, as paths below src. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(match => match[1]!)
  return specifiers.map(each => relative(src, normalize(join(src, dirname(file), each))))
}
