import type { ConfigFile } from './config-file.ts'
import type { Report } from './finding.ts'
import { readSecretFile } from './read-secret-file.ts'

/**
 * A secret of the file, which may be under `key` or in the file that `keyFile` names. Undefined
 * where neither is given; empty after a mistake, both together among them.
 */
export function secretKey(
  file: ConfigFile,
  parent: string,
  key: string,
  values: { inline?: string | undefined; path?: string | undefined },
  mistake: Report,
): { place: string; text: string } | undefined {
  const place = file.place(`${parent}/${key}`)
  const filePlace = file.place(`${parent}/${key}File`)
  if (values.path === undefined) {
    const text = values.inline?.trim()
    if (text === '') mistake(place, 'is empty. Fill it in.')
    return text === undefined ? undefined : { place, text }
  }
  if (values.inline !== undefined) {
    mistake(place, `${key}File is set too. Keep one of the two.`)
    return { place, text: '' }
  }
  const text = readSecretFile(values.path.trim(), file.dir, filePlace, mistake) ?? ''
  return { place: filePlace, text }
}
