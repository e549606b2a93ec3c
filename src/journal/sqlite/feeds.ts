import type { MessagePort } from 'node:worker_threads'
import type { Feed, FeedState, Feeds, SinkHolder, SinkPlace } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Answer, StoredHint, ToJournal } from '../protocol.ts'
import { createTail } from '../tail.ts'
import { openReader, type Reader } from './reader.ts'

/**
 * The relay's side of the journal: reads by itself, settles through the journal's thread. All sinks
 * are drained here. A file that is opened anew may be another one, with positions of its own: every
 * sink is lost, and taken again at its place in that file.
 */
export interface SqliteFeeds extends Feeds {
  feed(sink: string): Feed
}

export function createFeeds(
  path: string,
  port: MessagePort,
  reading: Reading,
  log: Log,
): SqliteFeeds {
  let reader: Reader | undefined
  let tail = createTail()
  let stored = (): void => {}
  let reopened = (): void => {}
  let turn = Promise.resolve()
  let giveBack = async (): Promise<void> => {}
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
      held: () => true,
      async read(after, limit) {
        return tail.read(after, limit) ?? withReader(each => each.read(sink, after, limit))
      },
      get: positions => withReader(each => each.get(positions)),
      settle: settlement => ask<void>({ kind: 'settle', sink, settlement, generation: openedIn }),
    }
  }

  function start(sinks: readonly SinkPlace[], holder: SinkHolder): Promise<void> {
    const take = (): Promise<unknown> =>
      Promise.all(sinks.map(({ name }) => holder.taken(name, feed(name))))
    const lose = (): Promise<unknown> => Promise.all(sinks.map(({ name }) => holder.lost(name)))
    giveBack = async () => {
      reopened = () => {}
      await lose()
    }
    reopened = () => {
      turn = turn.then(lose).then(take).then()
    }
    turn = turn.then(take).then()
    return turn
  }

  return {
    feed,
    start,
    onStored(listener) {
      stored = listener
    },
    async close() {
      await giveBack()
      forgetReader()
      port.close()
    },
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never
