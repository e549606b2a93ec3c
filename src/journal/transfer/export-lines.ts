import { randomUUID } from 'node:crypto'
import type { Reading } from '../../domain/reading.ts'
import { readVersion } from '../../version.ts'
import { derivedKeys } from './derived-keys.ts'
import { type Counts, endLine, headerLine, noCounts, rowLine } from './line.ts'
import { type Row, sectionNames } from './sections.ts'
import type { JournalSource } from './source.ts'

/** Lines are handed on in chunks of about so many characters. */
const chunkLength = 64 * 1024

/**
 * A whole journal as lines of JSON, a few at a time. `counts` is complete once the last was taken.
 * `now` in ms since the epoch.
 */
export async function* exportLines(
  source: JournalSource,
  reading: Reading,
  now: number,
  counts: Counts = noCounts(),
): AsyncGenerator<string> {
  let chunk = headerLine({
    id: randomUUID(),
    program: await readVersion(),
    engine: source.engine,
    exportedAt: new Date(now).toISOString(),
    highest: source.highest,
  })
  for (const section of sectionNames) {
    for await (const row of source.rows(section)) {
      if (section === 'identity' && followsFromCallback(reading, row)) continue
      counts[section]++
      chunk += rowLine(section, row)
      if (chunk.length < chunkLength) continue
      yield chunk
      chunk = ''
    }
  }
  yield chunk + endLine(counts)
}

/** A row of `identity` comes with `textKey`, `id` and `type` of its callback, if that is there. */
function followsFromCallback(reading: Reading, identity: Row): boolean {
  if (identity['id'] === null) return false
  return derivedKeys(reading, identity).includes(identity['key'] as string)
}
