import t from 'tap'
import {
  createLeaseKeeper,
  type Lease,
  type LeaseKeeper,
} from '../../../src/journal/postgres/lease-keeper.ts'
import { leaseMs } from '../../../src/journal/postgres/leases.ts'
import { createManualClock } from '../../relay/manual-clock.ts'
import { createRecordingLog } from '../../relay/recording-log.ts'
import { createLeaseServer, deadline, type Trouble } from './memory-leases.ts'

interface Options {
  sinks?: string[]
  trouble?: Trouble
  taken?: (lease: Lease) => Promise<void>
}

/** Replicas that share the leases of one server, in a time that is moved by hand. */
function open() {
  const clock = createManualClock()
  const server = createLeaseServer(clock)
  const keepers = new Set<LeaseKeeper>()

  /** Lets time go on until it is done; how long that was, ms. */
  async function during(work: Promise<void>): Promise<number> {
    const began = clock.now()
    let done = false
    const end = work.finally(() => {
      done = true
    })
    for (await clock.quiet(); !done; await clock.quiet()) await clock.next()
    await end
    return clock.now() - began
  }

  async function replica(id: string, options: Options = {}) {
    const leases = server.connect(id, options.sinks ?? ['s1', 's2', 's3', 's4'])
    leases.trouble = options.trouble ?? leases.trouble
    const log = createRecordingLog()
    const told: string[] = []
    const held = new Map<string, Lease>()
    const holder = {
      async taken(lease: Lease): Promise<void> {
        told.push(`taken ${lease.sink}`)
        held.set(lease.sink, lease)
        await options.taken?.(lease)
      },
      async lost(sink: string): Promise<void> {
        told.push(`lost ${sink}`)
      },
    }
    const keeper = createLeaseKeeper({
      replica: id,
      leases,
      holder: { taken: lease => holder.taken(lease), lost: sink => holder.lost(sink) },
      gaveBack() {
        for (const each of keepers) if (each !== keeper) each.wake()
      },
      log,
      clock,
    })
    keepers.add(keeper)
    await during(keeper.start())
    /** Ends it; how long that took, ms. */
    async function stop(): Promise<number> {
      const ms = await during(keeper.stop())
      keepers.delete(keeper)
      return ms
    }
    return { keeper, leases, log, told, held, holder, stop }
  }

  /** As long as it takes until all have seen what the others did. */
  const settle = (): Promise<void> => clock.advance(10_000)
  return { clock, server, replica, settle }
}

const hangs: Trouble = () => 'hangs'
const works: Trouble = () => undefined

t.test('a replica that is alone takes all, and keeps it', async t => {
  const { clock, server, replica } = open()
  const { told, held, log } = await replica('a', { sinks: ['s1', 's2'] })
  t.same(told, ['taken s1', 'taken s2'])
  t.match(log.of('lease.taken'), [
    { sink: 's1', token: 1 },
    { sink: 's2', token: 1 },
  ])
  for (let second = 0; second < 30; second++) {
    await clock.advance(1_000)
    t.ok(held.get('s1')!.held() && server.row('s1').until >= clock.now() + leaseMs - 1_000)
  }
  t.equal(told.length, 2)
})

t.test('while the server does not answer, its own clock ends a lease', async t => {
  const { clock, server, replica } = open()
  const { leases, told, held, log } = await replica('a', { sinks: ['s1'] })
  const lease = held.get('s1')!
  await clock.advance(2_500)
  const renewedAt = server.row('s1').until - leaseMs
  leases.trouble = hangs
  await clock.advance(renewedAt + leaseMs - 1 - clock.now())
  t.equal(lease.held(), true)
  await clock.advance(1)
  t.equal(lease.held(), false)
  await clock.advance(60_000)
  t.equal(log.of('journal.failed').length, 1)
  leases.trouble = works
  await clock.advance(deadline + 1_000)
  t.equal(lease.held(), true, 'renewed late, since nobody else has had it')
  t.equal(log.of('journal.recovered').length, 1)
  t.same(told, ['taken s1'])
  t.equal(server.row('s1').token, 1)
})

t.test('another has taken it over meanwhile', async t => {
  const { clock, server, replica } = open()
  const a = await replica('a', { sinks: ['s1'] })
  a.leases.trouble = hangs
  await clock.advance(leaseMs + 1_000)
  const b = await replica('b', { sinks: ['s1'] })
  t.same(b.told, ['taken s1'])
  t.equal(b.held.get('s1')!.token, 2)
  const lease = a.held.get('s1')!
  t.equal(lease.held(), false)
  a.leases.trouble = works
  await clock.advance(deadline + 1_000)
  t.same(a.told, ['taken s1', 'lost s1'])
  t.equal(lease.lost, true)
  t.match(a.log.of('lease.lost'), [{ sink: 's1', token: 1, reason: 'taken-over' }])
  t.same(server.shares(), { b: ['s1'] })
})

t.test('a position that went back: what is known of the log is no longer so', async t => {
  const { server, replica, settle } = open()
  const { held, told, log } = await replica('a', { sinks: ['s1'] })
  const first = held.get('s1')!
  server.row('s1').position = 10
  first.settled = 10
  await settle()
  t.same(told, ['taken s1'])
  server.row('s1').position = 9
  await settle()
  t.match(log.of('lease.lost'), [{ sink: 's1', reason: 'rewound' }])
  t.equal(first.lost, true)
  t.same(told.slice(0, 3), ['taken s1', 'lost s1', 'taken s1'], 'and it begins anew')
  const again = held.get('s1')!
  t.ok(again.held() && again.token > first.token, 'under a token of its own')
})

t.test('sinks are spread anew when a replica joins, leaves or dies', async t => {
  const { clock, server, replica, settle } = open()
  const a = await replica('a')
  t.same(server.shares(), { a: ['s1', 's2', 's3', 's4'] })
  const b = await replica('b')
  await settle()
  t.same(counts(server), { a: 2, b: 2 })
  const c = await replica('c')
  await settle()
  t.same(Object.values(counts(server)).sort(), [1, 1, 2])
  t.equal(server.shares()['nobody'], undefined)
  for (const { told, held } of [a, b, c]) {
    const has = [...held.values()].filter(lease => lease.held()).map(({ sink }) => sink)
    t.same(has.sort(), drained(told), 'who is told has the lease')
  }
  const moves = told(a, b, c).length
  await clock.advance(60_000)
  t.equal(told(a, b, c).length, moves, 'then nothing moves')

  await a.stop()
  await settle()
  t.same(counts(server), { b: 2, c: 2 })
  c.leases.trouble = hangs
  await clock.advance(leaseMs + 5_000)
  t.same(counts(server), { b: 4 })
})

t.test('a sink that only one replica is configured with', async t => {
  const { server, replica, settle } = open()
  await replica('a', { sinks: ['s1', 's2'] })
  await replica('b', { sinks: ['s2', 'only'] })
  await settle()
  const { a, b } = server.shares()
  t.ok(a!.includes('s1') && b!.includes('only'))
  t.equal(a!.length + b!.length, 3)
})

t.test('what the one whose turn it is does not take, another takes', async t => {
  const { clock, server, replica } = open()
  const idle = server.connect('0', ['s1'])
  const keep = async (): Promise<void> => {
    await idle.keep()
    clock.after(1_000, () => void keep())
  }
  await keep()
  const { told } = await replica('a', { sinks: ['s1'] })
  t.same(told, [], 'it is the turn of 0')
  await clock.advance(2_000)
  t.same(told, ['taken s1'])
})

t.test('a take whose answer was lost leaves no sink that nobody drains', async t => {
  const { server, replica, settle } = open()
  const trouble: Trouble = call => (call === 'take' ? 'loses-answer' : undefined)
  const { leases, held, told } = await replica('a', { sinks: ['s1'], trouble })
  t.same(server.shares(), { a: ['s1'] })
  t.same(told, [], 'and it knows nothing of it')
  leases.trouble = works
  await settle()
  t.same(told, ['taken s1'])
  t.ok(held.get('s1')!.held())
  t.equal(held.get('s1')!.token, server.row('s1').token)
})

t.test('a give-back that failed is made up for', async t => {
  const { server, replica, settle } = open()
  const a = await replica('a')
  a.leases.trouble = call => (call === 'giveBack' ? 'hangs' : undefined)
  const b = await replica('b')
  await settle()
  t.ok(drained(a.told).length < 4)
  a.leases.trouble = works
  await settle()
  t.same(counts(server), { a: 2, b: 2 })
  for (const { told } of [a, b]) t.equal(drained(told).length, 2)
})

t.test('a sink that could not be made is given back, and tried again', async t => {
  const { clock, server, replica } = open()
  let broken = true
  const taken = async (): Promise<void> => {
    if (broken) throw new Error('no such broker')
  }
  const { log, told } = await replica('a', { sinks: ['s1'], taken })
  await clock.quiet()
  t.same(told, ['taken s1', 'lost s1'])
  t.match(log.of('lease.lost'), [{ level: 'error', sink: 's1', cause: 'no such broker' }])
  t.same(server.shares(), { nobody: ['s1'] })
  broken = false
  await clock.advance(5_000)
  t.same(drained(told), [], 'others get the time to take it')
  await clock.advance(26_000)
  t.same(drained(told), ['s1'])
})

t.test('stop gives all back, once nothing of it is delivered any more', async t => {
  const { clock, server, replica } = open()
  const a = await replica('a', { sinks: ['s1', 's2'] })
  const ends = Promise.withResolvers<void>()
  a.holder.lost = async sink => {
    a.told.push(`lost ${sink}`)
    await ends.promise
  }
  const stopping = a.keeper.stop()
  await clock.advance(leaseMs * 3)
  t.same(server.shares(), { a: ['s1', 's2'] }, 'kept while a delivery is under way')
  ends.resolve()
  await stopping
  t.same(server.shares(), { nobody: ['s1', 's2'] })
  t.same(a.told, ['taken s1', 'taken s2', 'lost s1', 'lost s2'])
  const { kept } = a.leases
  a.keeper.wake()
  await clock.advance(10_000)
  t.equal(a.leases.kept, kept, 'nothing is said in its name any more')
  t.equal(clock.pending(), 0)
})

t.test('stop ends although the server hangs, and `taken` does', async t => {
  const { clock, replica } = open()
  const taken = (): Promise<void> => new Promise(() => {})
  const { leases, told, stop } = await replica('a', { sinks: ['s1', 's2'], taken })
  leases.trouble = hangs
  await clock.advance(1_500)
  const ms = await stop()
  t.ok(ms <= 4 * deadline, `${ms} ms`)
  t.same(drained(told), [])
  t.equal(clock.pending(), 0)
})

function counts(server: ReturnType<typeof createLeaseServer>): Record<string, number> {
  const shares = Object.entries(server.shares())
  return Object.fromEntries(shares.map(([who, sinks]) => [who, sinks.length]))
}

function told(...replicas: { told: string[] }[]): string[] {
  return replicas.flatMap(each => each.told)
}

/** The sinks that were taken and not lost since. */
function drained(told: readonly string[]): string[] {
  const sinks = new Set<string>()
  for (const line of told) {
    const [what, sink] = line.split(' ') as [string, string]
    if (what === 'taken') sinks.add(sink)
    else sinks.delete(sink)
  }
  return [...sinks].sort()
}
