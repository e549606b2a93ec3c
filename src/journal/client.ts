import { once } from 'node:events'
import type { MessagePort, Worker } from 'node:worker_threads'
import { FatalError } from '../domain/errors.ts'
import {
  type Inbox,
  type JournalStats,
  type Receipt,
  type RetentionCount,
  type SpoolStats,
  Unstored,
} from '../domain/journal.ts'
import {
  appendTexts,
  type CallbackTexts,
  type ReceiptTexts,
  readReceipts,
} from './callback-codec.ts'
import type { AttachedThread, FromJournal, SpoolCount, ToJournal } from './protocol.ts'

/** The serving thread's side of the journal. */
export interface JournalClient extends Inbox {
  /** Resolves when callbacks can come. @throws FatalError (73) */
  ready: Promise<void>
  stats(): Promise<JournalStats>
  /**
   * Hands one end of a channel to the journal's thread; at the other is the relay, or the ledger.
   */
  attach(as: AttachedThread, port: MessagePort): void
  /** Commits what is waiting, closes the file and ends the thread. */
  close(): Promise<void>
}

export interface JournalClientEvents {
  committed(group: { callbacks: number; ms: number }): void
  failed(error: Unstored): void
  recovered(): void
  /**
   * Callbacks go to the spool, since Postgres does not take them: told again while that goes on.
   */
  spooling(error: Unstored, spool: SpoolStats): void
  /** What was in the spool is in the journal. */
  drained(count: SpoolCount, ms: number): void
  retained(count: RetentionCount): void
  /** Nothing is removed any more; told once. */
  retentionFailed(error: Unstored): void
  /** The thread is gone: nothing can be kept any more. */
  died(error: Error): void
}

/** How long a callback may wait to be stored: the provider hangs up after 15 s. */
const defaultTimeLimit = 10_000

/** Callbacks that may wait at a time; beyond it they are refused at once. */
const maxWaiting = 4_096

/** How long a crowd is let grow, ms, and what makes one. */
const holdMs = 1
const crowd = 4

interface Waiting {
  since: number
  resolve(receipt: Receipt): void
  reject(error: Unstored): void
}

/**
 * One group is under way at a time: what comes meanwhile goes over together once it is answered.
 * Where callbacks come in crowds the next group waits a little longer, since a commit and two
 * messages cost the same for one callback as for fifty; a callback that comes alone never waits.
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
  let underWay: Waiting[] | undefined
  let scheduled = false
  let request = 0
  let ended: Error | undefined
  const asked = new Map<number, PromiseWithResolvers<JournalStats>>()
  const started = Promise.withResolvers<void>()
  started.promise.catch(() => {}) // told again to whoever waits for it

  function send(): void {
    scheduled = false
    if (ended || underWay || group.length === 0) return
    underWay = group
    const callbacks = texts
    group = []
    texts = []
    post({ kind: 'append', request: ++request, callbacks })
  }

  function schedule(holds: boolean): void {
    if (scheduled) return
    scheduled = true
    if (holds) setTimeout(send, holdMs)
    else setImmediate(send)
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
      case 'appended':
        return appended(message.receipts, message.ms)
      case 'failed':
        return events.failed(toError(message.error))
      case 'recovered':
        return events.recovered()
      case 'spooling':
        return events.spooling(toError(message.error), message.spool)
      case 'drained':
        return events.drained(message.count, message.ms)
      case 'retention-failed':
        return events.retentionFailed(toError(message.error))
      case 'retained':
        return events.retained(message.count)
    }
  }

  function answer(to: number, value: unknown): void {
    take(asked, to)?.resolve(value as JournalStats)
  }

  function appended(texts: ReceiptTexts, ms: number): void {
    const done = finish()
    events.committed({ callbacks: done.length, ms })
    const receipts = readReceipts(texts)
    for (const [index, each] of done.entries()) each.resolve(receipts[index]!)
  }

  function refuse(to: number, error: Unstored): void {
    const statistics = take(asked, to)
    if (statistics) return statistics.reject(error)
    for (const each of finish()) each.reject(error)
  }

  function finish(): Waiting[] {
    const done = underWay!
    underWay = undefined
    schedule(done.length >= crowd)
    return done
  }

  const waiting = (): Waiting[] => [...(underWay ?? []), ...group]

  /** Gives up on callbacks that waited too long; they may yet be kept. */
  function expire(): void {
    const since = now() - timeLimit
    const error = new Unstored('timeout', `storing it took longer than ${timeLimit} ms`)
    for (const each of waiting()) if (each.since < since) each.reject(error)
  }
  const expiry = setInterval(expire, Math.min(500, timeLimit / 2))

  function end(error: Error): void {
    if (ended) return
    ended = error
    clearInterval(expiry)
    started.reject(error)
    const closed = new Unstored('closed', error.message)
    for (const each of waiting()) each.reject(closed)
    for (const each of asked.values()) each.reject(closed)
    asked.clear()
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
      if (group.length >= maxWaiting) {
        const message = `${group.length} callbacks are waiting to be stored`
        return Promise.reject(new Unstored('overload', message))
      }
      return new Promise((resolve, reject) => {
        if (!underWay) schedule(false)
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
    attach: (as, port) => post({ kind: 'attach', as, port }, [port]),
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
