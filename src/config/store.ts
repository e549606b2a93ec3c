import { resolve } from 'node:path'
import type { Settings } from '../domain/settings.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'

/** `sqlite:PATH`, the path as text: `sqlite:./x` is relative, `sqlite:///x` is `/x`. */
export function readStore(
  given: Given | undefined,
  cwd: string,
  mistake: Report,
): Settings['store'] {
  const { place, text, baseDir } = given ?? {
    place: 'REELAY_STORE',
    text: 'sqlite:./data/reelay.db',
    baseDir: cwd,
  }
  const path = /^sqlite:(?:\/\/(?=\/))?(.*)$/is.exec(text)?.[1] ?? ''
  const wrong = whatIsWrong(text, path)
  if (wrong !== undefined) mistake(place, wrong)
  return { engine: 'sqlite', path: resolve(baseDir, path) }
}

function whatIsWrong(text: string, path: string): string | undefined {
  const example = 'Write it as in: sqlite:./data/reelay.db'
  if (/^postgres(?:ql)?:/i.test(text)) {
    return 'this version cannot keep callbacks in Postgres yet; a later one will. Use sqlite:PATH.'
  }
  if (!/^sqlite:/i.test(text)) return `not a store that Reelay knows. ${example}`
  if (path.startsWith('//')) return `has two slashes before its path. ${example}`
  if (/^:|^file:/i.test(path))
    return `needs a file of its own: what is answered 2xx is on disk. ${example}`
  if (path === '' || path.endsWith('/')) return `names no file. ${example}`
  return undefined
}
