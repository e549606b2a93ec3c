import { channel } from 'node:diagnostics_channel'
import { MessageChannel, Worker } from 'node:worker_threads'
import { systemClock } from './domain/clock.ts'
import { exitCodes, FatalError } from './domain/errors.ts'
import type { Settings } from './domain/settings.ts'
import type { JournalClient } from './journal/client.ts'
import type { LogOutput } from './log-output.ts'
import { within } from './relay/within.ts'
import type { FromRelay, RelayThreadData, ToRelay } from './threads/relay-protocol.ts'
import { threadUrl } from './threads/thread-url.ts'

/** The relay's thread, seen from the serving one. */
export interface RelayClient {
  /** Resolves when every sink was made. @throws FatalError (78) */
  ready: Promise<void>
  /** Settles what is under way and closes the sinks, within 6 s. Never rejects. */
  stop(): Promise<void>
}

/** A relay that ended is started again after this long, ms: twice as long each time. */
const firstDelay = 1_000
const longestDelay = 60_000

/** What has not stopped by then, ms, is held by a sink's own code. */
const longestStop = 6_000

const deliveries = channel('reelay:delivery')
const circuits = channel('reelay:circuit')

/**
 * Starts the relay on a thread of its own, once the journal is ready: neither a busy sink nor a
 * mistake in a user's own one can hold up the answers. If the thread ends by itself, another takes
 * its place where the journal says.
 */
export function startRelay(options: {
  settings: Settings
  /** Absolute: what relative paths of sinks start at. */
  baseDir: string
  output: LogOutput
  journal: Pick<JournalClient, 'ready' | 'attach'>
}): RelayClient {
  const { settings, baseDir, output, journal } = options
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {})
  let stopping = false
  let started = false
  let restart: NodeJS.Timeout | undefined
  let delay = firstDelay
  let worker = start()

  function start(): Worker {
    const { port1, port2 } = new MessageChannel()
    const workerData: RelayThreadData = { settings, baseDir, journal: port2 }
    const transferList = [port2]
    const thread = new Worker(threadUrl('relay'), { workerData, transferList, stdout: true })
    const since = performance.now()
    let cause: Error | undefined
    // Standard output is for log lines, whatever a user's own sink prints.
    thread.stdout.pipe(process.stderr)
    thread.on('message', (message: FromRelay) => {
      if (message.kind === 'fatal') cause = new FatalError(exitCodes.config, message.message)
      else receive(message)
    })
    thread.on('error', (error: unknown) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    thread.on('exit', () => ended(cause, performance.now() - since))
    const begin = (): void => {
      journal.attach('relay', port1)
      thread.postMessage({ kind: 'start' } satisfies ToRelay)
    }
    journal.ready.then(begin, () => {})
    return thread
  }

  function receive(message: Exclude<FromRelay, { kind: 'fatal' }>): void {
    switch (message.kind) {
      case 'ready':
        started = true
        return ready.resolve()
      case 'lines':
        return output.writeLines(message.lines)
      case 'delivery':
        return deliveries.publish(message.delivery)
      case 'circuit':
        return circuits.publish(message.circuit)
    }
  }

  function ended(error: Error | undefined, livedMs: number): void {
    const cause = error?.message ?? 'its thread exited'
    if (stopping) {
      if (error) warn(cause)
      return
    }
    if (!started) {
      const fatal = error instanceof FatalError
      return ready.reject(
        fatal ? error : new FatalError(exitCodes.failed, `the relay died: ${cause}`),
      )
    }
    if (livedMs > longestDelay) delay = firstDelay
    // The next one's circuits are closed at first.
    for (const { name } of settings.sinks) circuits.publish({ sink: name, open: false })
    const msg = `The relay ended (a sink's own code?), started again in ${delay} ms: ${cause}`
    output.log.error({ event: 'relay.restarted', ...(error && { err: factsOf(error) }) }, msg)
    restart = setTimeout(() => {
      worker = start()
    }, delay)
    delay = Math.min(delay * 2, longestDelay)
  }

  function warn(cause: string): void {
    output.log.warn({ event: 'service.stopping', cause }, 'The relay did not stop cleanly')
  }

  return {
    ready: ready.promise,
    async stop() {
      stopping = true
      clearTimeout(restart)
      if (worker.threadId === -1) return
      const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
      worker.postMessage({ kind: 'stop' } satisfies ToRelay)
      if (await within(exited, longestStop, systemClock)) return
      warn(`a sink held its thread for ${longestStop} ms`)
      await worker.terminate()
    },
  }
}

/** What a log line shows of an error: nothing that a user's own code put on it besides. */
function factsOf({ message, stack = '' }: Error): Error {
  return Object.assign(new Error(message), { stack })
}
