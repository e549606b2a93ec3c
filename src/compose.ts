import { channel } from 'node:diagnostics_channel'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import { exitCodes, FatalError } from './domain/errors.ts'
import type { Settings } from './domain/settings.ts'
import { buildAdminServer } from './http/admin.ts'
import { buildCallbackServer } from './http/callbacks.ts'
import { createJournalClient, type JournalClient } from './journal/sqlite/client.ts'
import type { JournalThreadData } from './journal/sqlite/protocol.ts'
import type { LogOutput } from './log-output.ts'
import { createMetrics } from './metrics.ts'
import { startRelay } from './relay-client.ts'
import { threadUrl } from './threads/thread-url.ts'
import { createVerifier } from './twilio/verify.ts'

/** A running receiver. */
export interface Service {
  /** Ports as they were picked. */
  port: number
  adminPort: number
  /** Rejects if the service can't go on: the process should end. */
  broken: Promise<never>
  /** See the contract of SIGTERM in docs/operations.md; resolves when all is settled and closed. */
  stop(): Promise<void>
}

type State = 'starting' | 'ready' | 'store failing' | 'stopping'

const commits = channel('reelay:commit')

/**
 * The only place where the concrete parts meet: starts the journal, the relay and the listeners.
 * `baseDir` is what relative paths of sinks start at.
 * @throws FatalError with the exit code of what stands in the way.
 */
export async function startService(
  settings: Settings,
  output: LogOutput,
  baseDir: string,
): Promise<Service> {
  const { log } = output
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  let state: State = 'starting'

  const journal = startJournal()
  const relay = startRelay({ settings, baseDir, output, attach: port => journal.attachRelay(port) })
  const metrics = createMetrics({ stats: () => journal.stats(), logDropped: output.dropped })
  const verifier = createVerifier(settings)
  const callbacks = buildCallbackServer({
    callbackPath: settings.callbackPath,
    inbox: journal,
    verify: request => verifier.verify(request),
    log,
  })
  const admin = buildAdminServer({
    ...(settings.admin.token !== undefined && { token: settings.admin.token }),
    ready: () => ({ ready: state === 'ready', status: state }),
    metrics: metrics.scrape,
  })

  try {
    await journal.ready
    await relay.ready
    await listen(callbacks, settings.listen, 'PORT')
    await listen(admin, settings.admin, 'ADMIN_PORT')
  } catch (error) {
    await Promise.allSettled([callbacks.close(), admin.close(), relay.stop()])
    await journal.close()
    metrics.close()
    throw error
  }
  state = 'ready'

  function startJournal(): JournalClient {
    const workerData: JournalThreadData = {
      path: settings.store.path,
      retention: settings.retention,
      sinks: settings.sinks.map(({ name, types }) => ({ name, ...(types && { types }) })),
    }
    return createJournalClient(new Worker(threadUrl('journal'), { workerData }), {
      committed: group => commits.publish(group),
      failed(error) {
        if (state === 'ready') state = 'store failing'
        log.error({ event: 'journal.failed', code: error.code }, error.message)
      },
      recovered() {
        if (state === 'store failing') state = 'ready'
        log.info({ event: 'journal.recovered' }, 'The journal takes callbacks again')
      },
      retained({ removed, forced }) {
        log.info({ event: 'retention.done', count: removed }, 'Payloads past retention removed')
        if (forced === 0) return
        const msg = 'Deliveries given up because of maxAge or maxStoreBytes'
        log.error({ event: 'retention.forced', count: forced }, msg)
      },
      died(error) {
        broken.reject(new FatalError(exitCodes.failed, `the journal's thread died: ${error}`))
      },
    })
  }

  let stopping: Promise<void> | undefined
  async function stop(): Promise<void> {
    state = 'stopping'
    log.info({ event: 'service.stopping' }, 'Stopping: open requests are answered first')
    await new Promise(resolve => setTimeout(resolve, settings.shutdownDelayMs))
    await callbacks.close()
    await relay.stop()
    await journal.close()
    await admin.close()
    metrics.close()
    log.info({ event: 'service.stopped' }, 'Stopped')
  }

  return {
    port: (callbacks.server.address() as AddressInfo).port,
    adminPort: (admin.server.address() as AddressInfo).port,
    broken: broken.promise,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

async function listen(
  server: FastifyInstance,
  { host, port }: { host: string; port: number },
  variable: string,
): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const text = (error as Error).message
    const message = `can't listen on ${host}:${port} (${text}): free it, or set ${variable} to another port`
    throw new FatalError(exitCodes.unavailable, message, { cause: error })
  }
}
