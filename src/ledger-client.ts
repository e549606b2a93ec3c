import { MessageChannel, Worker } from 'node:worker_threads'
import type { ApiAnswer, ApiCall } from './api/call.ts'
import { systemClock } from './domain/clock.ts'
import type { Log } from './domain/log.ts'
import type { Settings } from './domain/settings.ts'
import type { JournalClient } from './journal/client.ts'
import type { Stalled } from './journal/ledger/stalled.ts'
import { within } from './relay/within.ts'
import type { FromLedger, LedgerThreadData, ToLedger } from './threads/ledger-protocol.ts'
import { threadUrl } from './threads/thread-url.ts'

/** The ledger's thread, seen from the serving one. */
export interface LedgerClient {
  /** Never rejects: without the thread the answer is 503. */
  answer(call: ApiCall): Promise<ApiAnswer>
  /** Events as they come; see `FollowedEvents`. */
  follow(url: string, lastEventId?: string): Promise<ApiAnswer | FollowedEvents>
  /** Never rejects. */
  stop(): Promise<void>
}

export interface FollowedEvents {
  /** The text of Server-Sent Events; undefined once there is no more, as the thread is gone. */
  next(): Promise<string | undefined>
  close(): void
}

export interface LedgerClientEvents {
  stalled(stalled: Stalled): void
  stalledCount(count: number): void
}

/** A thread that ended is started again after this long, ms: twice as long each time. */
const firstDelay = 1_000
const longestDelay = 60_000
const longestStop = 3_000
/** So long, ms, a call waits for the thread to begin. */
const startPatience = 5_000

const gone: ApiAnswer = {
  status: 503,
  headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
  body: JSON.stringify({
    title: 'Service Unavailable',
    status: 503,
    detail: 'The look-ups are starting.',
  }),
}

/**
 * Starts the thread on which things are looked up and mended, once the journal is ready: it never
 * holds up a callback, and if it dies another takes its place.
 */
export function startLedger(options: {
  settings: Settings
  log: Log
  journal: Pick<JournalClient, 'ready' | 'attach'>
  events: LedgerClientEvents
}): LedgerClient {
  const { settings, log, journal, events } = options
  const waiting = new Map<number, (message: FromLedger | undefined) => void>()
  let request = 0
  let worker: Worker | undefined
  let ready = Promise.withResolvers<void>()
  let stopping = false
  let delay = firstDelay
  let restart: NodeJS.Timeout | undefined
  journal.ready.then(start, () => {})

  function start(): void {
    if (stopping) return
    const { port1, port2 } = new MessageChannel()
    const { store, sinks, stalledAfterMs } = settings
    const workerData: LedgerThreadData = {
      settings: { store, sinks, ...(stalledAfterMs !== undefined && { stalledAfterMs }) },
      journal: port2,
    }
    const thread = new Worker(threadUrl('ledger'), { workerData, transferList: [port2] })
    const since = performance.now()
    let cause: string | undefined
    worker = thread
    journal.attach('ledger', port1)
    thread.on('message', receive)
    thread.on('error', (error: Error) => {
      cause = error.message
    })
    thread.on('exit', () => ended(cause, performance.now() - since))
  }

  function receive(message: FromLedger): void {
    switch (message.kind) {
      case 'ready':
        return ready.resolve()
      case 'stalled':
        return events.stalled(message.stalled)
      case 'stalled-count':
        return events.stalledCount(message.count)
      default: {
        const take = waiting.get(message.request)
        waiting.delete(message.request)
        take?.(message)
      }
    }
  }

  function ended(error: string | undefined, livedMs: number): void {
    ready = Promise.withResolvers<void>()
    worker = undefined
    for (const take of waiting.values()) take(undefined)
    waiting.clear()
    if (stopping) return
    if (livedMs > longestDelay) delay = firstDelay
    const cause = error ?? 'its thread exited'
    const msg = `Look-ups ended, started again in ${delay} ms: ${cause}`
    log.error({ event: 'ledger.restarted', cause }, msg)
    restart = setTimeout(start, delay)
    delay = Math.min(delay * 2, longestDelay)
  }

  async function ask(message: ToLedger & { request: number }): Promise<FromLedger | undefined> {
    const isReady = await within(ready.promise, startPatience, systemClock)
    if (!isReady || !worker) return undefined
    const { promise, resolve } = Promise.withResolvers<FromLedger | undefined>()
    waiting.set(message.request, resolve)
    worker.postMessage(message)
    return promise
  }

  return {
    async answer(call) {
      const message = await ask({ kind: 'call', request: ++request, call })
      return message?.kind === 'answer' ? message.answer : gone
    },
    async follow(url, lastEventId) {
      const own = ++request
      const first = await ask({
        kind: 'follow',
        request: own,
        url,
        ...(lastEventId !== undefined && { lastEventId }),
      })
      if (first?.kind !== 'chunk') return first?.kind === 'answer' ? first.answer : gone
      let text: string | undefined = first.text
      return {
        async next() {
          const now = text
          text = undefined
          if (now !== undefined) return now
          const message = await ask({ kind: 'more', request: own })
          return message?.kind === 'chunk' ? message.text : undefined
        },
        close() {
          waiting.delete(own)
          worker?.postMessage({ kind: 'unfollow', request: own } satisfies ToLedger)
        },
      }
    },
    async stop() {
      stopping = true
      clearTimeout(restart)
      const thread = worker
      if (!thread) return
      const exited = new Promise<void>(resolve => thread.once('exit', () => resolve()))
      thread.postMessage({ kind: 'stop' } satisfies ToLedger)
      if (await within(exited, longestStop, systemClock)) return
      await thread.terminate()
    },
  }
}
