import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Report } from './finding.ts'
import { whyUnreadable } from './why-unreadable.ts'
import { withoutBom } from './without-bom.ts'

const maxBytes = 64 * 1024

/**
 * The trimmed text of a file that holds a secret; undefined after a mistake. Messages never show
 * the path: whoever mixes up `NAME` and `NAME_FILE` has put the secret itself there.
 */
export function readSecretFile(
  path: string,
  baseDir: string,
  place: string,
  mistake: Report,
): string | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(resolve(baseDir, path))
  } catch (error) {
    mistake(place, `${whyUnreadable(error)} Give it the path of a file that holds the value.`)
    return undefined
  }
  if (bytes.length > maxBytes) {
    mistake(place, `names a file beyond ${maxBytes / 1024} KiB, which is no secret's size.`)
    return undefined
  }
  const text = withoutBom(bytes.toString('utf8')).trim()
  if (text !== '') return text
  mistake(place, 'names a file that is empty. Write the value into it.')
  return undefined
}
