import type { DatabaseSync } from 'node:sqlite'
import type { GenuineCallback } from '../../domain/callback.ts'
import type { FeedState, Receipt, Unstored } from '../../domain/journal.ts'
import type { Committed, Group, SqliteStore } from './store.ts'

/** Takes work as it comes and commits together what came together. */
export interface GroupCommit {
  /** `reply` is called once, after the commit, with receipts in order, or with why not. */
  append(callbacks: readonly GenuineCallback[], reply: Reply<Receipt[]>): void
  settle(settlement: Group['settlements'][number], reply: Reply<void>): void
  open(sink: string, from: 'beginning' | 'now', reply: Reply<FeedState>): void
  /** Runs other work in a transaction of its own; undefined where the disk did not take it. */
  upkeep<Result>(work: (db: DatabaseSync) => Result): Result | undefined
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
  let opens: { sink: string; from: 'beginning' | 'now'; reply: Reply<FeedState> }[] = []
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

  function attempt<Result>(work: () => Result): Result | undefined {
    try {
      const result = work()
      succeeded()
      return result
    } catch (error) {
      failed(error as Unstored)
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
    open(sink, from, reply) {
      opens.push({ sink, from, reply })
      schedule()
    },
    upkeep: work => attempt(() => store.upkeep(work)),
    close() {
      flush()
      clearTimeout(probing)
      store.close()
    },
  }
}
