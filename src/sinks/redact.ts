import { masked } from './mask-event.ts'

/** Shorter texts say nothing, and would eat away what is around them. */
const shortest = 2

/** `line` without the given texts, as they are, in a URL or in JSON. */
export function redact(line: string, texts: readonly string[]): string {
  const forms = texts
    .filter(text => text.length >= shortest)
    .flatMap(text => [text, encodeURIComponent(text.toWellFormed()), insideJson(text)])
    .sort((a, b) => b.length - a.length)
  if (forms.length === 0) return line
  return line.replaceAll(new RegExp(forms.map(escaped).join('|'), 'g'), masked)
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
