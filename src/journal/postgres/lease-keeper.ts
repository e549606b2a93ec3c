import type { Clock } from '../../domain/clock.ts'
import type { SinkHolder } from '../../domain/journal.ts'
import type { Log } from '../../domain/log.ts'
import { type Leases, type LeaseView, leaseMs, nobody } from './leases.ts'
import { shareSinks } from './share-sinks.ts'

/** A sink that is this replica's. */
export interface Lease {
  sink: string
  /** The fencing token: grows each time that any replica takes the sink. */
  token: number
  /** False once another replica might have the sink, by this process's own clock. */
  held(): boolean
  /** True once it is gone for good. */
  lost: boolean
  /** The furthest position that the journal is known to have taken from us. */
  settled: number
}

/** Keeps a replica's leases, and takes and gives back sinks so that they are spread evenly. */
export interface LeaseKeeper {
  /** Begins. Resolves after the first look, or where there is none to be had yet. */
  start(): Promise<void>
  /** Something changed: look now. */
  wake(): void
  /** Gives everything back, once nothing of it is delivered any more. */
  stop(): Promise<void>
}

/** How often leases are looked at and renewed, ms. */
const intervalMs = 1_000
/** A sink that could not be made here is not taken again for so long, ms. */
const unableMs = 30_000
/** A free sink that nobody has taken after so many looks is taken by anyone. */
const patientLooks = 3

export function createLeaseKeeper(options: {
  replica: string
  leases: Leases
  /** Told of sinks that are taken and lost. */
  holder: { taken(lease: Lease): Promise<void>; lost: SinkHolder['lost'] }
  /** Called after a sink was given back: others may take it. */
  gaveBack(): void
  log: Log
  clock: Clock
}): LeaseKeeper {
  const { replica, leases, holder, gaveBack, log, clock } = options
  const held = new Map<string, { lease: Lease; until: number }>()
  /** Sinks of which something is still going on here, although the lease may be gone. */
  const busy = new Map<string, Promise<void>>()
  const unableUntil = new Map<string, number>()
  const freeLooks = new Map<string, number>()
  let failing = false
  let stopping = false
  let looking: Promise<void> | undefined
  let again = false
  let cancel = (): void => {}

  function look(): Promise<void> {
    if (looking) again = true
    looking ??= lookOnce().finally(() => {
      looking = undefined
      const soon = again && !stopping
      again = false
      cancel()
      cancel = clock.after(soon ? 0 : intervalMs, () => void look())
    })
    return looking
  }

  async function lookOnce(): Promise<void> {
    try {
      const asked = clock.now()
      const before = [...held.values()].map(({ lease }) => ({ lease, settled: lease.settled }))
      const view = await leases.keep(stopping)
      recovered()
      for (const { lease, settled } of before) {
        if (held.get(lease.sink)?.lease !== lease) continue // given back meanwhile
        const row = view.sinks.find(each => each.name === lease.sink)
        if (row?.owner !== replica || row.token !== lease.token) lose(lease, reasonOf(row))
        // A backup was restored under us: what we know of the log is no longer so.
        else if (row.position < settled) lose(lease, 'rewound')
        else held.set(lease.sink, { lease, until: asked + leaseMs })
      }
      if (stopping) return
      await giveBackUnknown(view.sinks)
      const { take, giveBack } = shareSinks(replica, view, overdue(view.sinks))
      for (const sink of giveBack) {
        if (!busy.has(sink)) release(sink, { reason: 'balance' })
      }
      const able = take.filter(sink => !busy.has(sink) && !isUnable(sink))
      const taking = await Promise.allSettled(able.map(takeOver))
      for (const each of taking) if (each.status === 'rejected') throw each.reason
    } catch (error) {
      failed(error)
    }
  }

  /**
   * What is ours as the server says, and not known here: of a take whose answer was lost, of a
   * failed `giveBack`, or rewound. It would be renewed for good; taken again it has a token of its
   * own.
   */
  async function giveBackUnknown(sinks: LeaseView['sinks']): Promise<void> {
    for (const { name, owner, token } of sinks) {
      if (owner !== replica || held.has(name) || busy.has(name)) continue
      await leases.giveBack(name, token)
      gaveBack()
    }
  }

  /** Free sinks that nobody took although there was time. */
  function overdue(sinks: readonly { name: string; free: boolean }[]): Set<string> {
    for (const { name, free } of sinks) {
      if (free) freeLooks.set(name, (freeLooks.get(name) ?? 0) + 1)
      else freeLooks.delete(name)
    }
    const late = [...freeLooks].filter(([, looks]) => looks >= patientLooks)
    return new Set(late.map(([name]) => name))
  }

  /** Just now it could not be made here: others get the time to take it. */
  function isUnable(sink: string): boolean {
    return clock.now() < (unableUntil.get(sink) ?? Number.NEGATIVE_INFINITY)
  }

  async function takeOver(sink: string): Promise<void> {
    const asked = clock.now()
    const token = await leases.take(sink)
    if (token === undefined) return
    const lease: Lease = {
      sink,
      token,
      held() {
        const now = held.get(sink)
        return now?.lease === lease && clock.now() < now.until
      },
      lost: false,
      settled: 0,
    }
    held.set(sink, { lease, until: asked + leaseMs })
    log.info({ event: 'lease.taken', sink, token }, 'this replica drains the sink from now on')
    // Not waited for: it may take as long as the journal is away.
    holder.taken(lease).catch(error => {
      const cause = error instanceof Error ? error.message : String(error)
      unableUntil.set(sink, clock.now() + unableMs)
      release(sink, { reason: 'sink-failed', cause })
    })
  }

  /** Another replica has it: what goes on here is ended, and can't be settled any more. */
  function lose(lease: Lease, reason: string): void {
    const { sink, token } = lease
    lease.lost = true
    held.delete(sink)
    const level = reason === 'paused' || reason === 'moved' ? 'info' : 'warn'
    log[level](
      { event: 'lease.lost', sink, token, reason },
      'this replica drains the sink no longer',
    )
    inTurn(sink, () => holder.lost(sink))
  }

  /** Ends what goes on here, and then lets another replica have it. */
  function release(sink: string, why: { reason: string; cause?: string }): void {
    inTurn(sink, async () => {
      await holder.lost(sink)
      const token = held.get(sink)?.lease.token
      if (token === undefined) return // lost meanwhile
      held.delete(sink)
      try {
        await leases.giveBack(sink, token)
        const facts = { event: 'lease.lost', sink, token, ...why }
        if (why.cause !== undefined) log.error(facts, 'the sink can not be made here')
        else log.info(facts, 'given back for another replica to drain')
        gaveBack()
      } catch (error) {
        failed(error) // made up for with the next look
      }
    })
  }

  /** The calls for one sink take turns. */
  function inTurn(sink: string, work: () => Promise<void>): void {
    const turn = (busy.get(sink) ?? Promise.resolve())
      .then(work)
      .catch(failed)
      .finally(() => {
        if (busy.get(sink) === turn) busy.delete(sink)
      })
    busy.set(sink, turn)
  }

  function failed(error: unknown): void {
    if (failing) return
    failing = true
    const cause = error instanceof Error ? error.message : String(error)
    log.error({ event: 'journal.failed', operation: 'lease', cause }, 'leases can not be kept')
  }

  function recovered(): void {
    if (!failing) return
    failing = false
    log.info({ event: 'journal.recovered', operation: 'lease' }, 'leases are kept again')
  }

  return {
    start: look,
    wake() {
      if (!stopping) void look()
    },
    async stop() {
      stopping = true
      await looking
      void look() // says that it leaves, so that the others take what it gives back
      for (const sink of held.keys()) release(sink, { reason: 'stopping' })
      // Looking goes on meanwhile: a lease must not run out before its sink has stopped.
      while (busy.size > 0) await Promise.allSettled(busy.values())
      cancel()
      await looking
      cancel()
      await leases.leave().catch(() => {})
      gaveBack()
    },
  }
}

/**
 * Why a lease is gone, as the sink's row tells it: an operator left it to nobody, or to whoever
 * comes.
 */
function reasonOf(row: LeaseView['sinks'][number] | undefined): string {
  if (row?.owner === nobody) return 'paused'
  return row?.owner === null ? 'moved' : 'taken-over'
}
