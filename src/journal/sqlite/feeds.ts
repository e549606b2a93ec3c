import type { MessagePort } from 'node:worker_threads'
import type { Feed, FeedState } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Answer, StoredHint, ToJournal } from './protocol.ts'
import { openReader, type Reader } from './reader.ts'
import { createTail } from './tail.ts'

/** The relay's side of the journal: reads by itself, settles through the journal's thread. */
export interface Feeds {
  feed(sink: string): Feed
  /** Called with each hint that something was stored. */
  onStored(listener: () => void): void
  /**
   * Called when the journal's file was opened anew. It may be another file, with positions of its
   * own: every feed has to be opened again, and settlements of before are refused.
   */
  onReopened(listener: () => void): void
  close(): void
}

export function createFeeds(path: string, port: MessagePort, reading: Reading, log: Log): Feeds {
  let reader: Reader | undefined
  let tail = createTail()
  let stored = (): void => {}
  let reopened = (): void => {}
  let generation = 0
  let request = 0
  const asked = new Map<number, PromiseWithResolvers<unknown>>()

  port.on('message', (message: Answer | StoredHint) => {
    if (message.kind === 'hint') {
      const isNew = generation !== 0 && message.generation !== generation
      generation = message.generation
      if (isNew) forgetReader()
      else if (message.recent) tail.extend(message.recent)
      if (!isNew) return stored()
      return reopened()
    }
    const waiting = asked.get(message.request)
    asked.delete(message.request)
    if (message.kind === 'answer') waiting?.resolve(message.value)
    else if (message.kind === 'refusal') waiting?.reject(new Error(message.error.message))
  })
  port.on('close', () => {
    for (const waiting of asked.values()) waiting.reject(new Error('the journal is closed'))
    asked.clear()
  })

  function ask<Value>(message: DistributiveOmit<ToJournal, 'request'>): Promise<Value> {
    const waiting = Promise.withResolvers<unknown>()
    asked.set(++request, waiting)
    port.postMessage({ ...message, request })
    return waiting.promise as Promise<Value>
  }

  function forgetReader(): void {
    reader?.close()
    reader = undefined
    tail = createTail()
  }

  /** A reader that failed is opened anew by the next call. */
  function withReader<Value>(work: (reader: Reader) => Value): Promise<Value> {
    try {
      reader ??= openReader(path, reading, log)
      return Promise.resolve(work(reader))
    } catch (error) {
      forgetReader()
      return Promise.reject(error)
    }
  }

  function feed(sink: string): Feed {
    let openedIn = 0
    return {
      async open(from) {
        const state = await ask<FeedState>({ kind: 'open', sink, from })
        openedIn = generation
        return state
      },
      async read(after, limit) {
        return tail.read(after, limit) ?? withReader(each => each.read(sink, after, limit))
      },
      get: positions => withReader(each => each.get(positions)),
      settle: settlement => ask<void>({ kind: 'settle', sink, settlement, generation: openedIn }),
    }
  }

  return {
    feed,
    onStored(listener) {
      stored = listener
    },
    onReopened(listener) {
      reopened = listener
    },
    close() {
      forgetReader()
      port.close()
    },
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never
