import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Settings } from '../domain/settings.ts'
import type { Finding } from './finding.ts'
import type { Origins } from './origin.ts'
import { urlLosses } from './public-url-losses.ts'
import { sinkLosses } from './sink-losses.ts'
import type { PlacedSink } from './sinks.ts'
import { volatileDisk } from './volatile-disk.ts'

/** What is looked at. */
export interface Looked {
  settings: Settings
  sinks: readonly PlacedSink[]
  origins: Origins
}

const hour = 3_600_000
/** Tries of one event end after about a day. */
const day = 24 * hour

/** What is no mistake, but loses callbacks or events sooner or later, each with what to do. */
export function findLosses(
  looked: Looked,
  { knownTypes }: { knownTypes: readonly string[] },
): Finding[] {
  return [
    ...keyLosses(looked),
    ...urlLosses(looked),
    ...diskLosses(looked),
    ...sinkLosses(looked, knownTypes),
    ...retentionLosses(looked),
    ...listenerLosses(looked),
  ]
}

function keyLosses({ settings, origins }: Looked): Finding[] {
  const { place = '' } = origins.of('TWILIO_AUTH_TOKEN')
  return settings.accounts.flatMap(({ authTokens, requireSharedKey }, index) => {
    if (authTokens.length > 0 || requireSharedKey) return []
    const message =
      'no auth token: what no shared key signs is refused. Add authTokens, or say ' +
      'requireSharedKey.'
    return [{ place: `${place}/${index}`, message }]
  })
}

function diskLosses({ settings, origins }: Looked): Finding[] {
  const { store, spool } = settings
  const files = [
    ...(store.engine === 'sqlite'
      ? [{ path: store.path, name: 'REELAY_STORE', pointers: ['/store', '/storeFile'] } as const]
      : []),
    ...(spool === undefined
      ? []
      : [{ path: spool, name: 'REELAY_SPOOL', pointers: ['/spool'] } as const]),
  ]
  return files.flatMap(({ path, name, pointers }) => {
    let folder = dirname(path)
    while (!existsSync(folder)) folder = dirname(folder)
    const message = volatileDisk(folder)
    return message ? [{ place: origins.of(name, pointers).place ?? name, message }] : []
  })
}

function retentionLosses({ settings, origins }: Looked): Finding[] {
  const { maxAge, deadLetters, quarantine, maxStoreBytes } = settings.retention
  const found: Finding[] = []
  const warn = (name: string, message: string) => {
    const { place = 'REELAY_RETENTION' } = origins.ofRetention(name)
    found.push({ place, message: `${name}: ${message}` })
  }
  if (maxAge < day) warn('maxAge', 'below 1d a sink that is down overnight loses events.')
  if (deadLetters < day) warn('deadLetters', 'below 1d they are gone before anybody looks.')
  if (quarantine < day) warn('quarantine', 'below 1d they are gone before anybody looks.')
  if (maxStoreBytes !== undefined && maxStoreBytes < 10_000_000) {
    warn('maxStoreBytes', 'below 10MB a few thousand callbacks fill it, and waiting ones are lost.')
  }
  return found
}

function listenerLosses({ settings, origins }: Looked): Finding[] {
  if (settings.listen.port !== 0) return []
  const { place = 'PORT' } = origins.of('PORT')
  return [{ place, message: 'another port at each start: a proxy does not find it. Give it one.' }]
}
