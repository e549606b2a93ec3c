import { readFileSync } from 'node:fs'
import { whyUnreadable } from './why-unreadable.ts'

/** The text of a PEM file, of whatever is in it; undefined after a mistake. */
export function readPem(path: string, wrong: (message: string) => void): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    wrong(`${whyUnreadable(error)} Give it the path of a PEM file.`)
    return undefined
  }
}
