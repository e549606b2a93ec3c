import { displayWidth, padToWidth } from './display-width.ts'
import { printable } from './printable.ts'

/** What a person is told of one thing: a label, and a text that may be from outside. */
export type Field = readonly [label: string, text: string | undefined]

/** A line for each field that has a text, the texts below each other. */
export function fieldLines(fields: readonly Field[], indent = ''): string[] {
  const given = fields.filter(([, text]) => text !== undefined && text !== '')
  const width = Math.max(0, ...given.map(([label]) => displayWidth(label)))
  return given.map(([label, text]) => `${indent}${padToWidth(label, width)}  ${printable(text!)}`)
}
