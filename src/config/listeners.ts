import { isIP } from 'node:net'
import type { Settings } from '../domain/settings.ts'
import { givesAdminToken, type PlacedToken, readAdminTokens } from './admin-tokens.ts'
import type { ConfigFile } from './config-file.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import { isHost } from './is-host.ts'
import type { Pick } from './pick.ts'

/** The default addresses of both listeners. */
export const defaultListen = { host: '0.0.0.0', port: 8080 }
export const defaultAdmin = { host: '127.0.0.1', port: 8081 }

/** Where both listeners bind, and the admin listener's tokens. */
export function readListeners(
  pick: Pick,
  file: ConfigFile | null | undefined,
  mistake: Report,
): { listen: Settings['listen']; admin: Settings['admin']; adminTokens: PlacedToken[] } {
  const listen = {
    host: readHost(pick('HOST'), defaultListen.host, mistake),
    port: readPort(pick('PORT'), defaultListen.port, mistake),
  }
  const admin = {
    host: readHost(pick('ADMIN_HOST'), defaultAdmin.host, mistake),
    port: readPort(pick('ADMIN_PORT'), defaultAdmin.port, mistake),
  }
  if (admin.port !== 0 && admin.port === listen.port && overlap(admin.host, listen.host)) {
    const place = (pick('ADMIN_PORT') ?? pick('PORT'))?.place ?? 'ADMIN_PORT'
    mistake(place, `both listeners have port ${admin.port}. Give one of them another.`)
  }
  const adminTokens = readAdminTokens(pick, file, mistake)
  const tokens = adminTokens.map(({ token }) => token)
  // One that is given, but wrong, has a mistake of its own.
  const given = givesAdminToken(pick, file) || file?.broken('/admin')
  if (!given && !isLoopback(admin.host)) {
    const place = pick('ADMIN_HOST')?.place ?? 'ADMIN_HOST'
    mistake(place, 'beyond loopback the admin listener needs a token. Set REELAY_ADMIN_TOKEN.')
  }
  return { listen, admin: { ...admin, tokens }, adminTokens }
}

/** Is this address reached from the same machine only? */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Does a listener there take every address of the machine? */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function overlap(a: string, b: string): boolean {
  return a === b || isWildcard(a) || isWildcard(b)
}

function readHost(given: Given | undefined, byDefault: string, mistake: Report): string {
  if (given === undefined) return byDefault
  const { place, text } = given
  if (!isHost(text)) {
    mistake(place, 'not a host: it needs an address such as 0.0.0.0 or ::1, or a name.')
  }
  return text
}

function readPort(given: Given | undefined, byDefault: number, mistake: Report): number {
  if (given === undefined) return byDefault
  const port = /^\d{1,5}$/.test(given.text) ? Number(given.text) : Number.NaN
  if (port <= 65_535) return port
  mistake(given.place, 'not a port: it needs a number from 0 (any free one) to 65535.')
  return byDefault
}
