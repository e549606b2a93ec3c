import type { Header } from './line.ts'
import type { Row, SectionName } from './sections.ts'

/** A journal that an export is read into, in one transaction: until it ends, nothing is changed. */
export interface JournalTarget {
  /**
   * Nobody writes to the log from now on. Resolves to how many lines of this export are in it
   * already: 0 of an empty journal, more where the file was cut off then; `complete`: all of them.
   * @throws FatalError (73) where the journal has something else
   */
  begin(header: Header): Promise<Begun>
  /**
   * Rows of one section, each of them once; those of `callback` with the keys that follow from
   * them.
   */
  add(section: SectionName, rows: readonly Row[]): Promise<void>
  /** Keeps what was added, and how far it came. */
  commit(header: Header, lines: number, complete: boolean): Promise<void>
  /** Forgets what was not committed. */
  close(): Promise<void>
}

export type Begun = { lines: number; complete: boolean }

/** A journal that an export is added to, at its end: whatever it has stays. */
export interface MergeTarget {
  /** Adds callbacks by the engine's own way, in order. Resolves to how many of them are new. */
  append(callbacks: readonly Row[]): Promise<number>
  /** Keys of payloads that are gone: their callbacks must not come in again. */
  claim(keys: readonly string[]): Promise<void>
  close(): Promise<void>
}
