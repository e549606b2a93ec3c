import { fromMember, toMember, type Value } from './field.ts'
import { type Row, type SectionName, sectionNames, sections } from './sections.ts'

/** The format that this program writes, and the newest that it reads. */
export const exportFormat = 1

const headerKind = 'reelay-journal'

/** The first line of an export. */
export interface Header {
  /** Of this one export: by it, reading the same file again is known to be that. */
  id: string
  /** The program's version that made it. */
  program: string
  engine: 'sqlite' | 'postgres'
  /** RFC 3339 */
  exportedAt: string
  highest: Highest
}

/** The numbers that a journal has given out: what is new in another one has to be above them. */
export interface Highest {
  /** Of a position, also of what is gone, and of sinks' cursors. */
  position: number
  batch: number
  failure: number
}

/** How many rows of each section. */
export type Counts = Record<SectionName, number>

export type Line =
  | { kind: 'header'; header: Header }
  | { kind: 'row'; section: SectionName; row: Row }
  /** The last line: without it, the file was cut off. */
  | { kind: 'end'; counts: Counts }

export function noCounts(): Counts {
  return Object.fromEntries(sectionNames.map(name => [name, 0])) as Counts
}

export function headerLine(header: Header): string {
  return `${JSON.stringify({ kind: headerKind, format: exportFormat, ...header })}\n`
}

export function rowLine(name: SectionName, row: Row): string {
  const line: Record<string, unknown> = { kind: name }
  for (const [member, field] of Object.entries(sections[name].fields)) {
    const value = row[member] ?? null
    if (value !== null) line[member] = toMember(field, value)
  }
  return `${JSON.stringify(line)}\n`
}

export function endLine(counts: Counts): string {
  return `${JSON.stringify({ kind: 'end', counts })}\n`
}

/** Reads one line, which may hold anything. @throws Error that says what is wrong with it */
export function parseLine(text: string): Line {
  const line = readObject(text)
  const kind = line['kind']
  if (kind === headerKind) return { kind: 'header', header: readHeader(line) }
  if (kind === 'end') return { kind: 'end', counts: readCounts(line['counts']) }
  const section = sectionNames.find(name => name === kind)
  if (section === undefined) throw new Error(`kind: ${shown(kind)} is none that is known`)
  const row: Record<string, Value> = {}
  for (const [member, field] of Object.entries(sections[section].fields)) {
    row[member] = named(member, () => fromMember(field, line[member]))
  }
  return { kind: 'row', section, row }
}

function readObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('is no JSON')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new Error('is no JSON object')
}

function readHeader(line: Record<string, unknown>): Header {
  const { format, id, program, engine, exportedAt, highest } = line
  if (!Number.isSafeInteger(format) || (format as number) < 1)
    throw new Error('format: is no number')
  if ((format as number) > exportFormat) {
    throw new Error(
      `its format is ${format}, this program knows up to ${exportFormat}: run a newer Reelay`,
    )
  }
  if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id)) throw new Error('id: is none')
  const { position, batch, failure } = (highest ?? {}) as Record<string, unknown>
  const whole = (name: string, value: unknown): number =>
    named(`highest/${name}`, () =>
      Number(fromMember({ column: name, kind: 'place', optional: false }, value)),
    )
  return {
    id,
    program: String(program),
    engine: engine === 'postgres' ? engine : 'sqlite',
    exportedAt: String(exportedAt),
    highest: {
      position: whole('position', position),
      batch: whole('batch', batch),
      failure: whole('failure', failure),
    },
  }
}

function readCounts(value: unknown): Counts {
  const given = (value ?? {}) as Record<string, unknown>
  const counts = noCounts()
  for (const name of sectionNames) {
    const field = { column: name, kind: 'place' as const, optional: false }
    counts[name] = named(`counts/${name}`, () => Number(fromMember(field, given[name])))
  }
  return counts
}

function named<Result>(name: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`)
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60)
}
