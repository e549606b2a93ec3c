import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** A folder, or the nearest one above it that is there: missing ones are made when needed. */
export function existingFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingFolder(dirname(folder))
}
