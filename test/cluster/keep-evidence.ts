import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes lists into the folder, each to a file of its name, a JSON line for each member. */
export function keepEvidence(folder: string, lists: Record<string, Iterable<unknown>>): void {
  for (const [name, list] of Object.entries(lists)) {
    const lines = Array.from(list, each => `${JSON.stringify(each)}\n`)
    writeFileSync(join(folder, `${name}.ndjson`), lines.join(''))
  }
}
