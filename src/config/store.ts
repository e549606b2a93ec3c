import { resolve } from 'node:path'
import type { StoreSettings } from '../domain/settings.ts'
import type { ConfigFile } from './config-file.ts'
import type { Finding, Report } from './finding.ts'
import type { Given } from './given.ts'
import type { Pick } from './pick.ts'
import { readPostgresStore } from './postgres-store.ts'
import { postgresExample } from './postgres-url.ts'
import { secretKey } from './secret-key.ts'
import { sqlitePath, sqlitePathMistake } from './sqlite-path.ts'

const sqliteExample = 'sqlite:./data/reelay.db'

/** Where callbacks are kept if nothing says so. */
export function defaultStore(cwd: string): StoreSettings {
  return { engine: 'sqlite', path: resolve(cwd, sqlitePath(sqliteExample)!) }
}

/** `sqlite:PATH` or `postgres://…`; undefined after a mistake that leaves open which. */
export function readStore(
  pick: Pick,
  file: ConfigFile | null | undefined,
  cwd: string,
  mistake: Report,
  warnings: Finding[],
): StoreSettings | undefined {
  const given = pick('REELAY_STORE') ?? storeOf(file, mistake)
  if (given === undefined) return defaultStore(cwd)
  const { place, text, baseDir } = given
  if (text === '') return undefined
  if (/^postgres(?:ql)?:/i.test(text)) return readPostgresStore(given, mistake, warnings)
  const path = sqlitePath(text)
  if (path === undefined) {
    const examples = `${sqliteExample} or ${postgresExample}`
    mistake(place, `not a store that Reelay knows. Write it as in: ${examples}`)
    return undefined
  }
  const wrong = sqlitePathMistake(path)
  if (wrong !== undefined) mistake(place, `${wrong} Write it as in: ${sqliteExample}`)
  return { engine: 'sqlite', path: resolve(baseDir, path) }
}

function storeOf(file: ConfigFile | null | undefined, mistake: Report): Given | undefined {
  if (!file) return undefined
  const values = { inline: file.content.store, path: file.content.storeFile }
  const given = secretKey(file, '', 'store', values, mistake)
  return given && { ...given, baseDir: file.dir }
}
