import { readFile } from 'node:fs/promises'

let version: Promise<string> | undefined

/** The version in package.json, one level up from `src` and `dist` alike. */
export function readVersion(): Promise<string> {
  version ??= readFile(new URL('../package.json', import.meta.url), 'utf8').then(
    text => (JSON.parse(text) as { version: string }).version,
  )
  return version
}
