import type { Highest } from './line.ts'
import type { Row, SectionName } from './sections.ts'

/** One consistent snapshot of a journal, whatever is written to it meanwhile. */
export interface JournalSource {
  engine: 'sqlite' | 'postgres'
  highest: Highest
  /** In the order of the section's key; one section at a time. */
  rows(section: SectionName): AsyncIterable<Row>
  close(): Promise<void>
}
