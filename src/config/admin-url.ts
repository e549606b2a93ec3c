import { exitCodes, FatalError } from '../domain/errors.ts'
import { valueAt } from './config-file.ts'
import type { Finding } from './finding.ts'
import { defaultAdmin, isWildcard } from './listeners.ts'
import { parseConfigFile } from './parse-config-file.ts'

/**
 * Where commands find the admin listener, without a slash at the end: `REELAY_ADMIN_URL`, else
 * what `ADMIN_HOST` and `ADMIN_PORT` say, there or in the file. Reads only what it needs, so that
 * a health check starts fast. Throws a `FatalError` (78).
 */
export function adminUrl({ env, cwd }: { env: Readonly<NodeJS.ProcessEnv>; cwd: string }): string {
  const variable = (name: string) => env[name]?.trim() || undefined
  const url = variable('REELAY_ADMIN_URL')
  if (url !== undefined) {
    if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
    throw wrong({ place: 'REELAY_ADMIN_URL', message: 'not an http or https URL.' })
  }
  const named = variable('REELAY_CONFIG')
  const file = parseConfigFile({ cwd, named }, (place, message) => {
    throw wrong({ place, message })
  })
  const inFile = (pointer: string) => valueAt(file?.json, pointer)
  const host = String(variable('ADMIN_HOST') ?? inFile('/admin/host') ?? defaultAdmin.host)
  const port = String(variable('ADMIN_PORT') ?? inFile('/admin/port') ?? defaultAdmin.port)
  if (!/^[1-9]\d{0,4}$/.test(port)) {
    const message = 'no fixed port. Set REELAY_ADMIN_URL to where the admin listener is.'
    throw wrong({ place: 'ADMIN_PORT', message })
  }
  const reachable = isWildcard(host) ? (host === '::' ? '::1' : '127.0.0.1') : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function wrong({ place, message }: Finding): FatalError {
  return new FatalError(exitCodes.config, `${place}: ${message}`)
}
