import { callbackMethods } from '../../domain/callback.ts'
import type { Field, FieldKind, Value } from './field.ts'

/** What there is in an export, in its order; a section is a table of the journal. */
export const sectionNames = [
  'sink',
  'parked',
  'replay',
  'tombstone',
  'batch',
  'failure',
  'callback',
  'identity',
] as const
export type SectionName = (typeof sectionNames)[number]

/** A row of a section by its fields' names. */
export type Row = Readonly<Record<string, Value>>

/** A section's fields by the names that they have in a line, and its key. */
export interface Section {
  fields: Readonly<Record<string, Field>>
  /** Columns: by these rows are the same, and in their order. */
  key: readonly string[]
}

const sinkName = field('text')
const position = field('position')

/**
 * Sinks come before callbacks: where a file was cut off, what is there is not delivered again.
 * Identity keys come last, and only those that don't follow from a callback of the file.
 */
export const sections: Readonly<Record<SectionName, Section>> = {
  sink: section(['name'], {
    name: field('text'),
    position: field('place'),
    createdAt: field('instant'),
    pausedAt: field('instant', { optional: true }),
  }),
  parked: section(['sink', 'position'], {
    sink: sinkName,
    position,
    subject: field('text'),
    state: field('text', { words: ['waiting', 'dead'] }),
    attempts: field('count'),
    cause: field('text'),
    at: field('instant'),
  }),
  replay: section(['id'], {
    id: field('text'),
    sink: sinkName,
    filter: field('object'),
    rate: field('rate', { optional: true }),
    state: field('text', { words: ['running', 'done', 'cancelled'] }),
    position: field('place'),
    last: field('place'),
    total: field('place'),
    delivered: field('place'),
    failed: field('place'),
    createdAt: field('instant'),
    createdBy: field('text'),
    endedAt: field('instant', { optional: true }),
  }),
  tombstone: section(['position'], {
    position,
    receivedAt: field('instant'),
    id: field('text'),
    type: field('text', { optional: true }),
    subject: field('text', { optional: true }),
    purgedAt: field('instant'),
  }),
  batch: section(['number'], {
    number: position,
    sink: sinkName,
    first: field('place'),
    last: field('place'),
    delivered: field('count'),
    failed: field('count'),
    ms: field('count'),
    answer: field('text'),
    settledAt: field('instant'),
  }),
  failure: section(['number'], {
    number: position,
    sink: sinkName,
    position,
    attempt: field('count'),
    cause: field('text'),
    at: field('instant'),
  }),
  callback: section(['position'], {
    position,
    receivedAt: field('instant'),
    id: field('text'),
    type: field('text', { optional: true }),
    subject: field('text', { optional: true }),
    method: field('text', { words: callbackMethods }),
    publicUrl: field('text'),
    target: field('text'),
    headers: field('object'),
    body: field('bytes'),
    errors: field('array', { optional: true }),
    textKey: field('key'),
  }),
  identity: section(['key'], { key: field('key'), position: field('place') }),
}

type FieldGiven = Omit<Field, 'column'>

function field(kind: FieldKind, more: Partial<FieldGiven> = {}): FieldGiven {
  return { kind, optional: false, ...more }
}

function section(key: readonly string[], fields: Readonly<Record<string, FieldGiven>>): Section {
  const named = Object.entries(fields).map(([name, each]) => {
    const column = name.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
    return [name, { ...each, column }] as const
  })
  return { key, fields: Object.fromEntries(named) }
}
