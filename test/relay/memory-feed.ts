import type { Clock } from '../../src/domain/clock.ts'
import type { Feed, Settlement, StoredEvent } from '../../src/domain/journal.ts'

type Operation = 'open' | 'read' | 'get' | 'settle'

/** A row of an exception, as a journal keeps it. */
export interface Row {
  subject: string
  state: 'waiting' | 'dead'
  attempts: number
  cause: string
  /** When it is due, or when it died. */
  at: number
}

/** Where a sink stands on the disk that isn't there. */
export interface Place {
  position: number
  rows: Map<number, Row>
  batches: Settlement['batches'][number][]
  /** How often something was written. */
  settlements: number
}

/** One process's connection, which can be made to fail. */
export interface MemoryFeed extends Feed {
  /** Called before an operation: throw to make it fail, give a promise to make it slow. */
  before: Partial<Record<Operation, () => unknown>>
  /** Called once a settlement is written: throw, and it was written although it failed. */
  settled: () => unknown
  /** As `kill -9` does: from now on no call has any effect, nor an answer. */
  kill(): void
}

export interface MemoryJournal {
  /** Stores an event; gives its position. */
  append(subject: string, type?: string): number
  /** Leaves a gap, as a callback does that fits no schema. */
  skip(): void
  /** Deletes an event. */
  remove(position: number): void
  connect(sink: string): MemoryFeed
  place(sink: string): Place
}

/** The journal's feeds in memory: a second engine, for tests. */
export function createMemoryJournal(clock: Clock): MemoryJournal {
  let last = 0
  const log = new Map<number, StoredEvent>()
  const places = new Map<string, Place>()
  const place = (sink: string) => places.get(sink)!

  function write(to: Place, settlement: Settlement) {
    to.settlements++
    to.batches.push(...settlement.batches)
    const now = clock.now()
    const put = (position: number, row: Row) => {
      if (to.rows.get(position)?.state !== 'dead') to.rows.set(position, row)
    }
    for (const { position, retryInMs, ...row } of settlement.park) {
      put(position, { ...row, state: 'waiting', at: now + retryInMs })
    }
    for (const { position, ...row } of settlement.dead) {
      put(position, { ...row, state: 'dead', at: now })
    }
    for (const position of settlement.unpark) {
      if (to.rows.get(position)?.state === 'waiting') to.rows.delete(position)
    }
    to.position = Math.max(to.position, settlement.position ?? 0)
  }

  function connect(sink: string): MemoryFeed {
    let killed = false
    const forever = new Promise<never>(() => {})
    async function serve<T>(operation: Operation, work: () => T): Promise<T> {
      await feed.before[operation]?.()
      if (killed) return forever
      const answer = work()
      if (operation === 'settle') feed.settled()
      return answer
    }
    const feed: MemoryFeed = {
      before: {},
      settled: () => {},
      held: () => true,
      kill() {
        killed = true
      },
      open: from =>
        serve('open', () => {
          const position = from === 'now' ? last : 0
          const fresh = { position, rows: new Map(), batches: [], settlements: 0 }
          const found = places.get(sink) ?? fresh
          places.set(sink, found)
          const parked = [...found.rows]
            .filter(([, row]) => row.state === 'waiting')
            .sort(([a], [b]) => a - b)
            .map(([position, { subject, attempts, at }]) => {
              return { position, subject, attempts, dueInMs: Math.max(0, at - clock.now()) }
            })
          return { position: found.position, parked }
        }),
      read: (after, limit) =>
        serve('read', () => {
          const events: StoredEvent[] = []
          let upTo = after
          while (upTo < last && events.length < limit) {
            const event = log.get(++upTo)
            if (event) events.push(event)
          }
          return { events, upTo }
        }),
      get: positions => serve('get', () => positions.flatMap(position => log.get(position) ?? [])),
      settle: settlement => serve('settle', () => write(place(sink), settlement)),
    }
    return feed
  }

  return {
    append(subject, type = 'twilio.video.recording.completed') {
      const position = ++last
      const id = `${subject}-${position}`
      const event = {
        specversion: '1.0' as const,
        id,
        type,
        source: '/accounts/AC00/rooms/RM00',
        subject,
        datacontenttype: 'application/json' as const,
        dataschema: 'urn:test',
        receivedat: '2026-02-03T04:05:06.000Z',
        partitionkey: subject,
        data: {},
      }
      log.set(position, { position, subject, type, event })
      return position
    },
    skip: () => void last++,
    remove: position => void log.delete(position),
    connect,
    place,
  }
}
