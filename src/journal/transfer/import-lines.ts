import { exitCodes, FatalError } from '../../domain/errors.ts'
import { type Counts, type Header, type Line, noCounts, parseLine } from './line.ts'
import { BadLine, type TextLine } from './read-lines.ts'
import { type Row, type SectionName, sectionNames } from './sections.ts'
import type { JournalTarget, MergeTarget } from './target.ts'

/** What came of reading an export. */
export interface Imported {
  /** Rows that were read, of each section. */
  counts: Counts
  /** Of the callbacks, those that are new: fewer than were read where some were there. */
  added: number
  /** All of it was in already, from an earlier time. */
  before: boolean
  /** False: the file has no last line, it was cut off; all that it has is in. */
  complete: boolean
}

/** Rows written at a time, and the characters that their lines may have. */
const groupRows = 500
const groupLength = 4 * 1024 * 1024

/**
 * Reads an export into a journal that has nothing yet, or was begun by the same export. Where a
 * line is wrong nothing is changed.
 * @throws FatalError (1) that says which line is wrong, (73) where the journal has something else
 */
export async function importLines(
  lines: AsyncIterable<TextLine>,
  target: JournalTarget,
): Promise<Imported> {
  const file = await openExport(lines)
  const begun = await target.begin(file.header)
  if (begun.complete) return { counts: noCounts(), added: 0, before: true, complete: true }
  let added = 0
  for await (const { section, rows } of file.groups(begun.lines)) {
    await target.add(section, rows)
    if (section === 'callback') added += rows.length
  }
  const { counts, complete } = file
  await target.commit(file.header, file.lines, complete)
  return { counts, added, before: false, complete }
}

/**
 * Adds the callbacks of an export to a journal, after those that it has. Sinks and what they have
 * got are left alone. What is in stays in, also where a line is wrong: it may be done again.
 * @throws FatalError (1)
 */
export async function mergeLines(
  lines: AsyncIterable<TextLine>,
  target: MergeTarget,
): Promise<Imported> {
  const file = await openExport(lines)
  let added = 0
  for await (const { section, rows } of file.groups(0)) {
    if (section === 'callback') added += await target.append(rows)
    if (section === 'identity') await target.claim(rows.map(row => row['key'] as string))
  }
  return { counts: file.counts, added, before: false, complete: file.complete }
}

interface ExportFile {
  header: Header
  /**
   * Rows of one section each; the first lines of the file, the header included, may be passed over.
   */
  groups(passed: number): AsyncGenerator<{ section: SectionName; rows: Row[] }>
  /** As far as it was read. */
  counts: Counts
  lines: number
  complete: boolean
}

async function openExport(lines: AsyncIterable<TextLine>): Promise<ExportFile> {
  const iterator = lines[Symbol.asyncIterator]()
  const first = await next(iterator)
  if (first === undefined) throw refusal('the file is empty, or was cut off in its first line')
  const line = parse(first)
  if (line.kind !== 'header') throw refusal('line 1: is not the first line of an export')
  const { header } = line
  const file: ExportFile = { header, groups, counts: noCounts(), lines: 1, complete: false }
  return file

  async function* groups(passed: number) {
    let group: Row[] = []
    let length = 0
    let section: SectionName = sectionNames[0]
    for (let text = await next(iterator); text; text = await next(iterator)) {
      if (file.complete) throw refusal(`line ${text.number}: stands after the last line`)
      const line = parse(text)
      file.lines = text.number
      if (line.kind === 'header') throw refusal(`line ${text.number}: is a second first line`)
      if (line.kind === 'end') {
        compare(file.counts, line.counts)
        file.complete = true
        continue
      }
      checkPlace(line, text.number)
      if (line.section !== section || group.length >= groupRows || length > groupLength) {
        if (group.length > 0) yield { section, rows: group }
        group = []
        length = 0
      }
      section = line.section
      file.counts[section]++
      if (text.number <= passed) continue
      group.push(line.row)
      length += text.text.length
    }
    if (group.length > 0) yield { section, rows: group }

    function checkPlace({ section: now, row }: Line & { kind: 'row' }, number: number): void {
      if (sectionNames.indexOf(now) < sectionNames.indexOf(section)) {
        throw refusal(`line ${number}: ${now} stands after ${section}`)
      }
      const { position } = header.highest
      for (const name of ['position', 'last', 'first']) {
        if (!(Number(row[name] ?? 0) > position)) continue
        throw refusal(
          `line ${number}: ${name}: is beyond the highest of the first line, ${position}`,
        )
      }
      const highest = now === 'batch' || now === 'failure' ? header.highest[now] : undefined
      if (highest === undefined || Number(row['number']) <= highest) return
      throw refusal(`line ${number}: number: is beyond the highest of the first line, ${highest}`)
    }
  }
}

function compare(read: Counts, said: Counts): void {
  for (const name of sectionNames) {
    if (read[name] === said[name]) continue
    const message = `the file has ${read[name]} lines of ${name}, and says that it had ${said[name]}`
    throw refusal(`${message}: some were lost or added on its way`)
  }
}

async function next(lines: AsyncIterator<TextLine>): Promise<TextLine | undefined> {
  try {
    const { value, done } = await lines.next()
    return done ? undefined : value
  } catch (error) {
    if (error instanceof BadLine) throw refusal(error.message)
    throw refusal(`the file can't be read: ${(error as Error).message}`)
  }
}

function parse({ number, text }: TextLine): Line {
  try {
    return parseLine(text)
  } catch (error) {
    throw refusal(`line ${number}: ${(error as Error).message}`)
  }
}

function refusal(message: string): FatalError {
  return new FatalError(exitCodes.failed, message)
}
