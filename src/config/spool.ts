import { resolve } from 'node:path'
import type { StoreSettings } from '../domain/settings.ts'
import type { Finding, Report } from './finding.ts'
import type { Given } from './given.ts'
import { sqlitePath, sqlitePathMistake } from './sqlite-path.ts'

/**
 * The absolute path of the SQLite file that takes callbacks while Postgres does not; undefined
 * if there is none. `store` is undefined where it has a mistake of its own.
 */
export function readSpool(
  given: Given | undefined,
  store: StoreSettings | undefined,
  mistake: Report,
  warnings: Finding[],
): string | undefined {
  if (given === undefined) return undefined
  const { place, text, baseDir } = given
  const path = sqlitePath(text) ?? text
  // `file:` is told apart by SQLite's own check; one letter and a colon may begin a path.
  const otherScheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i.test(path)
  const wrong = otherScheme ? 'takes the path of a SQLite file.' : sqlitePathMistake(path)
  if (wrong !== undefined) {
    mistake(place, `${wrong} Write it as in: ./data/spool.db`)
  } else if (store?.engine === 'sqlite') {
    const message =
      'does nothing: a spool takes callbacks while Postgres does not, and the store is SQLite. ' +
      'Remove it.'
    warnings.push({ place, message })
  } else {
    return resolve(baseDir, path)
  }
  return undefined
}
