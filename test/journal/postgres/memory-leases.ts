import type { Clock } from '../../../src/domain/clock.ts'
import { type Leases, leaseMs } from '../../../src/journal/postgres/leases.ts'

interface Row {
  owner: string | null
  token: number
  until: number
  position: number
}

/** `hangs`: nothing is done. `loses-answer`: it is done, and never told. Both fail in the end. */
export type Trouble = (call: keyof Leases) => 'hangs' | 'loses-answer' | undefined

/** One replica's connection to the leases, which can be made to fail. */
export interface MemoryLeases extends Leases {
  trouble: Trouble
  /** How often it said that it is there. */
  kept: number
}

/** The leases on a server that isn't there. */
export interface LeaseServer {
  connect(replica: string, sinks: readonly string[]): MemoryLeases
  row(sink: string): Row
  /** Who has which sinks, by replica: `{ a: ['one', 'two'] }`. */
  shares(): Record<string, string[]>
}

/** Queries are given up after so long, ms. */
export const deadline = 2_000

export function createLeaseServer(clock: Clock): LeaseServer {
  const rows = new Map<string, Row>()
  const replicas = new Map<string, { sinks: string[]; seenAt: number }>()
  const isFree = ({ owner, until }: Row): boolean => owner === null || until < clock.now()
  const names = (): string[] => [...rows.keys()].sort()

  function release(sink: string): void {
    rows.get(sink)!.owner = null
  }

  return {
    row: sink => rows.get(sink)!,
    shares() {
      const shares: Record<string, string[]> = {}
      for (const name of names()) {
        const row = rows.get(name)!
        const owner = isFree(row) ? 'nobody' : row.owner!
        shares[owner] = [...(shares[owner] ?? []), name]
      }
      return shares
    },
    connect(replica, sinks) {
      async function serve<T>(call: keyof Leases, work: () => T): Promise<T> {
        const trouble = leases.trouble(call)
        const answer = trouble === 'hangs' ? undefined : work()
        if (trouble === undefined) return answer as T
        await new Promise<void>(resolve => void clock.after(deadline, resolve))
        throw new Error('no answer')
      }

      const leases: MemoryLeases = {
        trouble: () => undefined,
        kept: 0,
        keep: () =>
          serve('keep', () => {
            leases.kept++
            replicas.set(replica, { sinks: [...sinks], seenAt: clock.now() })
            for (const sink of sinks) {
              if (!rows.has(sink)) rows.set(sink, { owner: null, token: 0, until: 0, position: 0 })
            }
            for (const row of rows.values()) {
              if (row.owner === replica) row.until = clock.now() + leaseMs
            }
            return {
              sinks: names().map(name => {
                const { owner, token, position } = rows.get(name)!
                return { name, owner, token, position, free: isFree(rows.get(name)!) }
              }),
              replicas: [...replicas]
                .filter(([, { seenAt }]) => seenAt > clock.now() - leaseMs)
                .map(([id, { sinks }]) => ({ id, sinks })),
            }
          }),
        take: sink =>
          serve('take', () => {
            const row = rows.get(sink)!
            if (!isFree(row)) return undefined
            Object.assign(row, { owner: replica, until: clock.now() + leaseMs })
            return ++row.token
          }),
        giveBack: (sink, token) =>
          serve('giveBack', () => {
            if (rows.get(sink)!.token === token) release(sink)
          }),
        leave: () =>
          serve('leave', () => {
            for (const [sink, { owner }] of rows) if (owner === replica) release(sink)
            replicas.delete(replica)
          }),
      }
      return leases
    },
  }
}
