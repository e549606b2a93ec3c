import type { MessagePort } from 'node:worker_threads'
import type { FeedListener, Feeds, SinkFeed, SinkHolder, SinkPlace } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import type { Reading } from '../../domain/reading.ts'
import { createAsker } from '../ask.ts'
import type { Answer, OpenedFeed, RelayTold, StoredHint } from '../protocol.ts'
import { markReplay } from '../replay/mark.ts'
import { createPace } from '../replay/pace.ts'
import { createTail } from '../tail.ts'
import { openReader, type Reader } from './reader.ts'

/**
 * The relay's side of the journal: reads by itself, settles through the journal's thread. All sinks
 * that are not paused are drained here. A file that is opened anew may be another one, with
 * positions of its own: every sink is lost, and taken again at its place in that file.
 */
export interface SqliteFeeds extends Feeds {
  feed(sink: string): SinkFeed
}

export function createFeeds(
  path: string,
  port: MessagePort,
  reading: Reading,
  log: Log,
): SqliteFeeds {
  const { ask, answered } = createAsker(port)
  let reader: Reader | undefined
  let tail = createTail()
  let listener: FeedListener = { stored() {}, reread() {}, nudged() {} }
  let sinks: readonly SinkPlace[] = []
  let holder: SinkHolder | undefined
  let turn = Promise.resolve()
  let generation = 0

  port.on('message', (message: Answer | RelayTold) => {
    switch (message.kind) {
      case 'hint':
        return hinted(message)
      case 'reread':
        tail.forget()
        return listener.reread()
      case 'nudge':
        return listener.nudged()
      case 'evict':
        return takeAgain([message.sink])
      default:
        return answered(message)
    }
  })

  function hinted(hint: StoredHint): void {
    const isNew = generation !== 0 && hint.generation !== generation
    generation = hint.generation
    if (isNew) {
      forgetReader()
      takeAgain(sinks.map(({ name }) => name))
    } else {
      if (hint.recent) tail.extend(hint.recent)
      listener.stored()
    }
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

  /** What a live feed and a replay have in common. */
  function place(sink: string, replay?: string): Pick<SinkFeed, 'open' | 'held' | 'settle'> {
    const of = { sink, ...(replay !== undefined && { replay }) }
    let openedIn = 0
    let token = 0
    return {
      async open(from) {
        const { token: opened, ...state } = await ask<OpenedFeed>({ kind: 'open', ...of, from })
        openedIn = generation
        token = opened
        return state
      },
      held: () => true,
      settle: settlement =>
        ask<void>({ kind: 'settle', ...of, settlement, generation: openedIn, token }),
    }
  }

  function feed(sink: string): SinkFeed {
    return {
      ...place(sink),
      async read(after, limit) {
        return tail.read(after, limit) ?? withReader(each => each.read(sink, after, limit))
      },
      get: positions => withReader(each => each.get(positions)),
      replays: () => withReader(each => each.replays(sink)),
      replay({ id, rate }) {
        const pace = createPace(rate)
        return {
          ...place(sink, id),
          async read(after, limit) {
            const most = pace.allowed(limit)
            if (most === 0) return { events: [], upTo: after }
            const { events, upTo } = await withReader(each => each.readReplay(id, after, most))
            pace.went(events.length)
            return { events: events.map(each => markReplay(each, id)), upTo }
          },
          async get(positions) {
            const events = await withReader(each => each.get(positions))
            return events.map(each => markReplay(each, id))
          },
        }
      },
    }
  }

  async function take(names: readonly string[]): Promise<void> {
    const paused = await withReader(each => names.filter(each.isPaused)).catch((): string[] => [])
    const free = names.filter(name => !paused.includes(name))
    await Promise.all(free.map(name => holder!.taken(name, feed(name))))
  }

  function takeAgain(names: readonly string[]): void {
    turn = turn.then(async () => {
      const known = names.filter(name => sinks.some(sink => sink.name === name))
      await Promise.all(known.map(name => holder?.lost(name)))
      await take(known)
    })
  }

  return {
    feed,
    start(places, by) {
      sinks = places
      holder = by
      turn = turn.then(() => take(places.map(({ name }) => name)))
      return turn
    },
    listen(by) {
      listener = by
    },
    async close() {
      const last = sinks
      sinks = []
      await Promise.all(last.map(({ name }) => holder?.lost(name)))
      forgetReader()
      port.close()
    },
  }
}
