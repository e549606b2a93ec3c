import { exitCodes, FatalError } from '../domain/errors.ts'
import { readTokenList } from './admin-tokens.ts'
import { valueAt } from './config-file.ts'
import { readEnvironment } from './environment.ts'
import type { Report } from './finding.ts'
import { parseConfigFile } from './parse-config-file.ts'
import { readSecretFile } from './read-secret-file.ts'

/**
 * The token with which commands ask the admin listener: the first of `REELAY_ADMIN_TOKEN`, else of
 * `REELAY_READ_TOKEN`, else of the configuration file; undefined if there is none. Reads only what
 * it needs. Throws a `FatalError` (78) where one is wrong or its file can't be read.
 */
export function adminToken(options: {
  env: Readonly<NodeJS.ProcessEnv>
  cwd: string
}): string | undefined {
  const { env, cwd } = options
  for (const role of ['ADMIN', 'READ'] as const) {
    const name = `REELAY_${role}_TOKEN` as const
    const own = { [name]: env[name], [`${name}_FILE`]: env[`${name}_FILE`] }
    const given = readEnvironment(own, cwd, wrong)[name]
    if (given !== undefined) return first(given.text, given.place)
  }
  const named = env['REELAY_CONFIG']?.trim() || undefined
  const file = parseConfigFile({ cwd, named }, wrong)
  if (!file) return undefined
  const listed = valueAt(file.json, '/admin/tokens')
  const count = Array.isArray(listed) ? listed.length : 0
  const each = (role: 'admin' | 'read') =>
    Array.from({ length: count }, (_, index) => `/admin/tokens/${index}`).filter(pointer => {
      const given = valueAt(file.json, `${pointer}/role`) ?? 'admin'
      return given === role
    })
  for (const pointer of ['/admin', ...each('admin'), ...each('read')]) {
    const inline = valueAt(file.json, `${pointer}/token`)
    const place = `${file.label}: ${pointer}/token`
    if (typeof inline === 'string') return first(inline.trim(), place)
    const path = valueAt(file.json, `${pointer}/tokenFile`)
    if (typeof path !== 'string') continue
    const text = readSecretFile(path.trim(), file.dir, `${place}File`, wrong)
    return first(text ?? '', `${place}File`)
  }
  return undefined
}

/** Of several, the first; without its name. Only that one has to be right. */
function first(text: string, place: string): string | undefined {
  const [entry = ''] = text.split(',')
  if (entry.trim() === '') wrong(place, 'is empty. Remove the comma too many, or fill it in.')
  return readTokenList({ text: entry, place }, 'admin', wrong)[0]?.token.token
}

const wrong: Report = (place, message) => {
  throw new FatalError(exitCodes.config, `${place}: ${message}`)
}
