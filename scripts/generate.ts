/**
 * Writes what is made from the schemas, the commands and the routes: types, validators,
 * documentation. `--check` writes nothing and exits with 1 if anything would change.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { generateCommands } from './generate-commands.ts'
import { generateConfiguration } from './generate-configuration.ts'
import { generateEventTables } from './generate-event-tables.ts'
import { generateFieldNames } from './generate-field-names.ts'
import { generateOpenApi } from './generate-openapi.ts'
import { generateTypes } from './generate-types.ts'
import { generateValidators } from './generate-validators.ts'

const root = new URL('../', import.meta.url)
const { check } = parseArgs({ options: { check: { type: 'boolean' } } }).values

const files: Record<string, string> = {
  'src/generated/field-names.ts': generateFieldNames(),
  'src/generated/types.ts': await generateTypes(),
  'src/generated/validators.ts': generateValidators(),
  'docs/events.md': generateEventTables(await read('docs/events.md')),
  'docs/commands.md': await generateCommands(),
  'docs/openapi.json': await generateOpenApi(),
  ...(await generateConfiguration()),
}

for (const [path, text] of Object.entries(files)) {
  if ((await read(path)) === text) continue
  process.stderr.write(`${path} ${check ? 'is out of date: npm run generate' : 'written'}\n`)
  if (check) process.exitCode = 1
  else await writeFile(new URL(path, root), text)
}

/** The file's text; empty if there is none yet. */
async function read(path: string): Promise<string> {
  try {
    return await readFile(new URL(path, root), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
