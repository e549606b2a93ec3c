import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { exitCodes, FatalError } from './domain/errors.ts'
import type { Settings } from './domain/settings.ts'
import type { LogOutput } from './log-output.ts'
import type { FromRelay, RelayThreadData, ToRelay } from './threads/relay-protocol.ts'
import { threadUrl } from './threads/thread-url.ts'

/** The relay's thread, seen from the serving one. */
export interface RelayClient {
  /** Resolves when every sink was made. @throws FatalError (78) */
  ready: Promise<void>
  /** Settles what is under way and closes the sinks. */
  stop(): Promise<void>
}

/** A relay that died is started again after this long, ms. */
const restartDelay = 1_000

const deliveries = channel('reelay:delivery')

/**
 * Starts the relay on a thread of its own: neither a busy sink nor a mistake in a user's own one
 * can hold up the answers. If the thread dies, another takes its place where the journal says.
 */
export function startRelay(options: {
  settings: Settings
  /** Absolute: what relative paths of sinks start at. */
  baseDir: string
  output: LogOutput
  /** Connects a thread to the journal. */
  attach(port: MessagePort): void
}): RelayClient {
  const { settings, baseDir, output, attach } = options
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {})
  let stopping = false
  let started = false
  let restart: NodeJS.Timeout | undefined
  let worker = start()

  function start(): Worker {
    const { port1, port2 } = new MessageChannel()
    const workerData: RelayThreadData = { settings, baseDir, journal: port2 }
    const thread = new Worker(threadUrl('relay'), { workerData, transferList: [port2] })
    attach(port1)
    thread.on('message', receive)
    thread.on('error', error => died(error))
    return thread
  }

  function receive(message: FromRelay): void {
    switch (message.kind) {
      case 'ready':
        started = true
        return ready.resolve()
      case 'fatal':
        return ready.reject(new FatalError(exitCodes.config, message.message))
      case 'lines':
        return output.writeLines(message.lines)
      case 'delivery':
        return deliveries.publish(message.delivery)
    }
  }

  function died(error: Error): void {
    if (!started) return ready.reject(new FatalError(exitCodes.failed, `the relay died: ${error}`))
    const msg = `The relay's thread died and is started again (a sink's own code?): ${error.message}`
    output.log.error({ event: 'relay.restarted', err: error }, msg)
    if (!stopping) {
      restart = setTimeout(() => {
        worker = start()
      }, restartDelay)
    }
  }

  return {
    ready: ready.promise,
    async stop() {
      stopping = true
      clearTimeout(restart)
      if (worker.threadId === -1) return
      const ended = once(worker, 'exit')
      worker.postMessage({ kind: 'stop' } satisfies ToRelay)
      await ended
    },
  }
}
