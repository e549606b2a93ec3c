import { channel } from 'node:diagnostics_channel'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import type { ApiCall } from './api/call.ts'
import { exitCodes, FatalError } from './domain/errors.ts'
import type { Settings } from './domain/settings.ts'
import { buildAdminServer } from './http/admin.ts'
import { buildCallbackServer } from './http/callbacks.ts'
import { createProbeLog } from './http/probes.ts'
import { createJournalClient, type JournalClient } from './journal/client.ts'
import type { JournalThreadData } from './journal/protocol.ts'
import { startLedger } from './ledger-client.ts'
import { watchLive } from './live.ts'
import type { LogOutput } from './log-output.ts'
import { createMetrics } from './metrics.ts'
import { startRelay } from './relay-client.ts'
import { threadUrl } from './threads/thread-url.ts'
import { createVerifier } from './twilio/verify.ts'
import { readVersion } from './version.ts'

/** A running receiver. */
export interface Service {
  /** Ports as they were picked. */
  port: number
  adminPort: number
  /** Resolves to an exit code if the service can't go on: it should be stopped. */
  broken: Promise<number>
  /** See the contract of SIGTERM in docs/operations.md; resolves when all is settled and closed. */
  stop(): Promise<void>
}

const commits = channel('reelay:commit')
const stalledCounts = channel('reelay:stalled')

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
  const broken = Promise.withResolvers<number>()
  let phase: 'starting' | 'running' | 'stopping' = 'starting'
  let failing = false
  let dead = false

  // What can throw comes before the threads.
  const version = await readVersion()
  const isReady = (): boolean => phase === 'running' && !failing
  const metrics = createMetrics({
    stats: () => journal.stats(),
    logDropped: output.dropped,
    ready: isReady,
    version,
  })
  const verifier = createVerifier(settings)
  const probes = createProbeLog()
  const callbacks = buildCallbackServer({
    callbackPath: settings.callbackPath,
    inbox: { append: callback => journal.append(callback) },
    verify: request => verifier.verify(request),
    log,
    probes,
  })
  const live = watchLive()
  const admin = buildAdminServer({
    tokens: settings.admin.tokens,
    api: {
      follow: (url, lastEventId) => ledger.follow(url, lastEventId),
      async answer(call) {
        const { audit, ...answer } = await ledger.answer({
          ...call,
          ...(await liveFor(call.url)),
        })
        if (audit) {
          const { action, ...facts } = audit
          const line = { event: 'operator.action', operator: call.operator, action, ...facts }
          log.info(line, 'An operator changed something')
        }
        return answer
      },
    },
    ready() {
      const ready = isReady()
      return { ready, status: ready ? 'ready' : phase === 'running' ? 'store failing' : phase }
    },
    metrics: metrics.scrape,
  })
  const journal = startJournal()
  const relay = startRelay({ settings, baseDir, output, journal })
  const ledger = startLedger({
    settings,
    log,
    journal,
    events: {
      stalled({ sid, ...facts }) {
        const line = { event: 'recording.stalled', recordingSid: sid, ...facts }
        log.warn(line, 'The recording has not completed in time')
      },
      stalledCount: count => stalledCounts.publish({ count }),
    },
  })

  try {
    await journal.ready
    await relay.ready
    await listen(callbacks, settings.listen, 'PORT')
    await listen(admin, settings.admin, 'ADMIN_PORT')
  } catch (error) {
    await close()
    throw error
  }
  phase = 'running'

  /** What only this thread knows, for the calls that ask for it. */
  async function liveFor(url: string): Promise<Pick<ApiCall, 'live' | 'probe'>> {
    const [, what = '', id = ''] = /^\/api\/v1\/(\w+)\/?([^/?]*)/.exec(url) ?? []
    const probe = what === 'probes' ? probes.get(id) : undefined
    if (probe) return { probe }
    if (what !== 'status' && what !== 'refusals') return {}
    const stats = what === 'status' ? await journal.stats().catch(() => undefined) : undefined
    const { spool, diskFreeBytes } = stats ?? {}
    return {
      live: {
        ...live.read(),
        version,
        phase: isReady() ? 'running' : phase === 'running' ? 'store failing' : phase,
        logDropped: output.dropped(),
        ...(spool && spool.callbacks > 0 && { spool: { callbacks: spool.callbacks } }),
        ...(diskFreeBytes !== undefined && { diskFreeBytes }),
      },
    }
  }

  function startJournal(): JournalClient {
    const workerData: JournalThreadData = {
      store: settings.store,
      ...(settings.spool !== undefined && { spool: settings.spool }),
      retention: settings.retention,
      sinks: settings.sinks.map(({ name, types }) => ({ name, ...(types && { types }) })),
    }
    return createJournalClient(new Worker(threadUrl('journal'), { workerData }), {
      committed: group => commits.publish(group),
      failed(error) {
        failing = true
        log.error({ event: 'journal.failed', code: error.code }, error.message)
      },
      recovered() {
        failing = false
        log.info({ event: 'journal.recovered' }, 'The journal takes callbacks again')
      },
      spooling(error, { callbacks, oldestMs }) {
        const facts = { code: error.code, count: callbacks, oldestMs: Math.round(oldestMs) }
        const msg = `Callbacks are kept in the spool on this machine: ${error.message}`
        log.warn({ event: 'journal.spooling', ...facts }, msg)
      },
      drained({ moved, duplicates }, ms) {
        const facts = { count: moved, duplicates, ms }
        log.info({ event: 'journal.drained', ...facts }, 'The journal has what was in the spool')
      },
      retentionFailed({ code, message }) {
        const facts = { event: 'journal.failed', operation: 'retention', code }
        log.error(facts, `Nothing past retention is removed: ${message}`)
      },
      retained({ removed, forced }) {
        log.info({ event: 'retention.done', count: removed }, 'Payloads past retention removed')
        if (forced === 0) return
        const msg = 'Deliveries given up because of maxAge or maxStoreBytes'
        log.error({ event: 'retention.forced', count: forced }, msg)
      },
      died(error) {
        failing = true
        dead = true
        const msg = `The journal's thread died, nothing can be kept: ${error.message}`
        const tell = (): void => {
          log.fatal({ event: 'journal.failed', code: 'closed' }, msg)
          broken.resolve(exitCodes.failed)
        }
        // If it never was ready, what the start throws says why.
        journal.ready.then(tell, () => {})
      },
    })
  }

  let stopping: Promise<void> | undefined
  async function stop(): Promise<void> {
    phase = 'stopping'
    log.info({ event: 'service.stopping' }, 'Stopping: open requests are answered first')
    // Without a journal every callback that still comes would be lost.
    const delay = dead ? 0 : settings.shutdownDelayMs
    await new Promise(resolve => setTimeout(resolve, delay))
    await close()
    log.info({ event: 'service.stopped' }, 'Stopped')
  }

  /** Side by side, so that the journal is closed after 6 s at the latest, come what may. */
  async function close(): Promise<void> {
    await Promise.allSettled([callbacks.close(), admin.close(), relay.stop(), ledger.stop()])
    await journal.close()
    metrics.close()
    live.close()
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
