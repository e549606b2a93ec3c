import { once } from 'node:events'
import type { MessagePort, Worker } from 'node:worker_threads'
import { FatalError } from '../../domain/errors.ts'
import { type Inbox, type JournalStats, type Receipt, Unstored } from '../../domain/journal.ts'
import {
  appendTexts,
  type CallbackTexts,
  type ReceiptTexts,
  readReceipts,
} from './callback-codec.ts'
import type { FromJournal, ToJournal } from './protocol.ts'
import type { RetentionCount } from './retention.ts'

/** The serving thread's side of the journal. */
export interface JournalClient extends Inbox {
  /** Resolves when callbacks can come. @throws FatalError (73) */
  ready: Promise<void>
  stats(): Promise<JournalStats>
  /** Hands the relay's end of a channel to the journal's thread. */
  attachRelay(port: MessagePort): void
  /** Commits what is waiting, closes the file and ends the thread. */
  close(): Promise<void>
}

export interface JournalClientEvents {
  committed(group: { callbacks: number; ms: number }): void
  failed(error: Unstored): void
  recovered(): void
  retained(count: RetentionCount): void
  /** The thread is gone: nothing can be kept any more. */
  died(error: Error): void
}

/** How long a callback may wait for the disk: the provider hangs up after 15 s. */
const defaultTimeLimit = 10_000

/** Callbacks that may wait for the disk at a time; beyond it they are refused at once. */
const maxWaiting = 4_096

interface Waiting {
  since: number
  resolve(receipt: Receipt): void
  reject(error: Unstored): void
}

/**
 * Callbacks that come in one turn of the event loop go over as one message. The journal's thread
 * commits together whatever has arrived while the commit before was running.
 */
export function createJournalClient(
  worker: Worker,
  events: JournalClientEvents,
  options: { timeLimit?: number; now?: () => number } = {},
): JournalClient {
  const timeLimit = options.timeLimit ?? defaultTimeLimit
  const now = options.now ?? performance.now.bind(performance)
  let texts: CallbackTexts = []
  let group: Waiting[] = []
  /** What was sent and not answered, oldest first. */
  const sent = new Map<number, Waiting[]>()
  let waiting = 0
  let request = 0
  let ended: Error | undefined
  const asked = new Map<number, PromiseWithResolvers<JournalStats>>()
  const started = Promise.withResolvers<void>()
  started.promise.catch(() => {}) // told again to whoever waits for it

  function send(): void {
    post({ kind: 'append', request: ++request, callbacks: texts })
    sent.set(request, group)
    texts = []
    group = []
  }

  function post(message: ToJournal, transfer: MessagePort[] = []): void {
    worker.postMessage(message, transfer)
  }

  function receive(message: FromJournal): void {
    switch (message.kind) {
      case 'answer':
        return answer(message.request, message.value)
      case 'refusal':
        return refuse(message.request, toError(message.error))
      case 'ready':
        return started.resolve()
      case 'fatal':
        return started.reject(new FatalError(message.exitCode, message.message))
      case 'committed':
        return events.committed(message)
      case 'failed':
        return events.failed(toError(message.error))
      case 'recovered':
        return events.recovered()
      case 'retained':
        return events.retained(message.count)
    }
  }

  function answer(to: number, value: unknown): void {
    const statistics = take(asked, to)
    if (statistics) return statistics.resolve(value as JournalStats)
    const done = taken(to)
    const receipts = readReceipts(value as ReceiptTexts)
    for (const [index, each] of done.entries()) each.resolve(receipts[index]!)
  }

  function refuse(to: number, error: Unstored): void {
    const statistics = take(asked, to)
    if (statistics) return statistics.reject(error)
    for (const each of taken(to)) each.reject(error)
  }

  function taken(to: number): Waiting[] {
    const done = take(sent, to)!
    waiting -= done.length
    return done
  }

  /** Gives up on callbacks that waited too long; they may yet be kept. */
  function expire(): void {
    const since = now() - timeLimit
    const error = new Unstored('timeout', `the disk took longer than ${timeLimit} ms`)
    for (const each of [...sent.values()].flat()) if (each.since < since) each.reject(error)
  }
  const expiry = setInterval(expire, Math.min(500, timeLimit / 2))

  function end(error: Error): void {
    if (ended) return
    ended = error
    clearInterval(expiry)
    started.reject(error)
    const closed = new Unstored('closed', error.message)
    for (const each of [...[...sent.values()].flat(), ...group]) each.reject(closed)
    for (const each of asked.values()) each.reject(closed)
    sent.clear()
  }

  let closing = false
  worker.on('message', receive)
  worker.on('error', error => {
    end(error)
    events.died(error)
  })
  worker.on('exit', () => {
    const error = new Error("the journal's thread has ended")
    const unexpected = !closing && !ended
    end(error)
    if (unexpected) events.died(error)
  })

  return {
    ready: started.promise,
    append(callback) {
      if (ended) return Promise.reject(new Unstored('closed', ended.message))
      if (waiting >= maxWaiting) {
        const message = `${waiting} callbacks are waiting for the disk`
        return Promise.reject(new Unstored('overload', message))
      }
      return new Promise((resolve, reject) => {
        if (group.length === 0) setImmediate(send)
        waiting++
        group.push({ since: now(), resolve, reject })
        appendTexts(texts, callback)
      })
    },
    stats() {
      if (ended) return Promise.reject(new Unstored('closed', ended.message))
      const statistics = Promise.withResolvers<JournalStats>()
      asked.set(++request, statistics)
      post({ kind: 'stats', request })
      return statistics.promise
    },
    attachRelay: port => post({ kind: 'relay', port }, [port]),
    async close() {
      if (ended || closing) return
      closing = true
      const exited = once(worker, 'exit')
      post({ kind: 'close' })
      await exited
    },
  }
}

function toError({ code, message }: { code?: Unstored['code']; message: string }): Unstored {
  return new Unstored(code ?? 'io', message)
}

function take<Value>(map: Map<number, Value>, key: number): Value | undefined {
  const value = map.get(key)
  map.delete(key)
  return value
}
