import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Report } from './finding.ts'
import { jsonErrorOffset } from './json-error-offset.ts'
import { withoutBom } from './without-bom.ts'

/** A configuration file that was found: JSON, but not checked any further. */
export interface ParsedConfigFile {
  /** As messages call it: `reelay.config.json`. */
  label: string
  /** Absolute: what its relative paths start at. */
  dir: string
  json: unknown
}

/** Where to look for the file. */
export interface ConfigFilePlace {
  cwd: string
  /** The path in `REELAY_CONFIG`. */
  named?: string | undefined
}

/**
 * Reads the named file, else `reelay.config.json` in the working directory if it is there.
 * Null after a mistake, undefined where there is none.
 */
export function parseConfigFile(
  { cwd, named }: ConfigFilePlace,
  mistake: Report,
): ParsedConfigFile | null | undefined {
  const label = named ?? 'reelay.config.json'
  const path = resolve(cwd, label)
  let text: string
  try {
    text = withoutBom(readFileSync(path, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (named === undefined && code === 'ENOENT') return undefined
    const reason = code === 'ENOENT' ? 'there is no such file' : `it can't be read (${code})`
    mistake(named === undefined ? label : 'REELAY_CONFIG', `${reason}: ${path}`)
    return null
  }
  try {
    return { label, dir: dirname(path), json: JSON.parse(text) }
  } catch {
    const before = text.slice(0, jsonErrorOffset(text))
    const line = before.split('\n').length
    const column = before.length - before.lastIndexOf('\n')
    mistake(
      `${label}:${line}:${column}`,
      `not JSON at line ${line}, column ${column}. ` +
        'JSON takes no comments, no single quotes, and no comma after the last entry.',
    )
    return null
  }
}
