import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback } from '../../domain/callback.ts'
import type { Receipt, Unstored } from '../../domain/journal.ts'
import type { OpenedFeed } from '../protocol.ts'
import type { Committed, Group, SqliteStore } from './store.ts'

/** Takes work as it comes and commits together what came together. */
export interface GroupCommit {
  /** `reply` is called once, after the commit, with receipts in order, or with why not. */
  append(callbacks: readonly GenuineCallback[], reply: Reply<Receipt[]>): void
  settle(settlement: Group['settlements'][number], reply: Reply<void>): void
  open(feed: Group['opens'][number], reply: Reply<OpenedFeed>): void
  /** Runs other work in a transaction of its own; undefined where the disk did not take it. */
  upkeep<Result>(work: (db: DatabaseSync) => Result): Result | undefined
  /** The same for work that has to be told of its failure. @throws Unstored */
  desk<Result>(work: () => Result): Result
  /** Commits what is waiting and ends. */
  close(): void
}

export type Reply<Value> = (error: Error | undefined, value?: Value) => void

export interface GroupCommitEvents {
  /** A group is on disk; `ms` is how long it took. Told before the group's replies. */
  committed(group: Committed, ms: number): void
  /** The disk stopped taking writes; told once until `recovered`. */
  failed(error: Unstored): void
  recovered(): void
}

/** While the disk fails and nothing comes in, it is tried this often, ms. */
const probeInterval = 1_000

/**
 * @param gather Called before each commit: hands over (by `append` and the like) what has
 *   arrived and was not yet taken from its port.
 */
export function createGroupCommit(
  store: SqliteStore,
  events: GroupCommitEvents,
  gather: () => void = () => {},
): GroupCommit {
  let appends: { callbacks: readonly GenuineCallback[]; reply: Reply<Receipt[]> }[] = []
  let settlements: (Group['settlements'][number] & { reply: Reply<void> })[] = []
  let opens: (Group['opens'][number] & { reply: Reply<OpenedFeed> })[] = []
  let scheduled = false
  let probing: NodeJS.Timeout | undefined

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    gather()
    scheduled = false
    if (appends.length + settlements.length + opens.length === 0) return
    const group = { appends, settlements, opens }
    appends = []
    settlements = []
    opens = []
    const began = performance.now()
    try {
      const committed = store.commit({
        ...group,
        appends: group.appends.flatMap(each => each.callbacks),
      })
      succeeded()
      events.committed(committed, performance.now() - began)
      let first = 0
      for (const { callbacks, reply } of group.appends) {
        reply(undefined, committed.receipts.slice(first, first + callbacks.length))
        first += callbacks.length
      }
      for (const [index, { reply }] of group.settlements.entries()) reply(committed.settled[index])
      for (const [index, { reply }] of group.opens.entries()) {
        reply(undefined, committed.states[index])
      }
    } catch (error) {
      failed(error as Unstored)
      for (const { reply } of [...group.appends, ...group.settlements, ...group.opens]) {
        reply(error as Unstored)
      }
    }
  }

  function failed(error: Unstored): void {
    if (probing === undefined) events.failed(error)
    clearTimeout(probing)
    probing = setTimeout(probe, probeInterval)
  }

  function succeeded(): void {
    if (probing === undefined) return
    clearTimeout(probing)
    probing = undefined
    events.recovered()
  }

  function tried<Result>(work: () => Result): Result {
    try {
      const result = work()
      succeeded()
      return result
    } catch (error) {
      failed(error as Unstored)
      throw error
    }
  }

  function attempt<Result>(work: () => Result): Result | undefined {
    try {
      return tried(work)
    } catch {
      return undefined
    }
  }

  function probe(): void {
    attempt(store.probe)
  }

  return {
    append(callbacks, reply) {
      appends.push({ callbacks, reply })
      schedule()
    },
    settle(settlement, reply) {
      settlements.push({ ...settlement, reply })
      schedule()
    },
    open(feed, reply) {
      opens.push({ ...feed, reply })
      schedule()
    },
    upkeep: work => attempt(() => store.upkeep(work)),
    desk: tried,
    close() {
      flush()
      clearTimeout(probing)
      store.close()
    },
  }
}
