import { existsSync } from 'node:fs'
import type { ApiAnswer } from '../api/call.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { AdminClient, Query } from './admin-client.ts'
import { errorOfAnswer } from './admin-error.ts'
import type { CommandIo } from './command.ts'

/**
 * The admin API over the journal's file, read-only, for when no service runs. Undefined where the
 * service is said to be elsewhere, or the store is no file here.
 */
export async function openOffline(io: CommandIo): Promise<AdminClient | undefined> {
  if (io.env['REELAY_ADMIN_URL']) return undefined
  const { loadStore } = await import('../config/load-store.ts')
  const store = loadStore(io)
  if (store.engine !== 'sqlite' || !existsSync(store.path)) return undefined
  const { path } = store
  const { openForReading } = await import('../journal/sqlite/open-for-reading.ts')
  openForReading(path).db.close()
  const { openLedger } = await import('../journal/ledger/open-ledger.ts')
  const { buildApi } = await import('../api/app.ts')
  const { reading } = await import('../twilio/reading.ts')
  const sinks = await configuredSinks(io)
  const { ledger, projector, close } = await openLedger({ store, sinks, reading, temporary: true })
  while (!(await projector.catchUp(indexMs))) {
    if (projector.failure !== undefined) {
      await close()
      throw new FatalError(exitCodes.store, `${path}: ${(projector.failure as Error).message}`)
    }
  }
  const api = await buildApi({ ledger })
  io.stderr.write(`No service runs: this is what ${path} says.\n`)

  return {
    async get<Body>(path: string, query: Query = {}) {
      const url = `/api/v1/${path}${searchOf(query)}`
      return bodyOf<Body>(await api.answer({ method: 'GET', url, operator: 'offline' }))
    },
    send: () => Promise.reject(new Error('nothing is changed without a service')),
    stream: () => Promise.reject(new Error('nothing is followed without a service')),
    async close() {
      await api.close()
      await close()
    },
  }
}

/** The index of a large journal may have to be made first: in steps of so long, ms. */
const indexMs = 5_000

/** Which types each wants; without a configuration that holds, no sink is configured. */
async function configuredSinks(io: CommandIo): Promise<{ name: string; types?: string[] }[]> {
  const { loadSettings } = await import('../config/load-settings.ts')
  const { defaultSinkName } = await import('../sinks/default-sink-name.ts')
  try {
    const { settings } = loadSettings({ env: io.env, cwd: io.cwd, sinkName: defaultSinkName })
    return settings.sinks.map(({ name, types }) => ({ name, ...(types && { types }) }))
  } catch {
    return []
  }
}

function searchOf(query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) params.append(name, each)
  }
  return `?${params}`
}

function bodyOf<Body>({ status, headers, body }: ApiAnswer): Body | undefined {
  if (status < 300) return JSON.parse(body) as Body
  const type = headers['content-type'] ?? ''
  const base = 'http://offline'
  const error = errorOfAnswer({ status, type, text: body }, { base, token: undefined })
  if (error === undefined) return undefined
  throw error
}
