import { join } from 'node:path'
import { fillStore } from '../src/cli/fill-store.ts'
import { type InventedCallback, inventedRooms } from '../src/cli/invented-rooms.ts'
import { settingsFor } from '../test/journal/postgres/open-journal.ts'
import { createAdmin } from './admin.ts'
import { closedLoop } from './closed-loop.ts'
import { contestants, type RunningContestant, startContestant } from './contestants.ts'
import { withDatabases } from './databases.ts'
import { measureReplay } from './measure-replay.ts'
import { askedFor, createQueries, type QuerySamples } from './query-mix.ts'
import { printQueries } from './query-table.ts'
import { makeRequests } from './requests.ts'
import { median } from './round.ts'
import type { Turns } from './take-turns.ts'

const connections = 64
const replayed = 100_000

/**
 * Measures the operator's look-ups while callbacks come in at half the full rate, and what that
 * loses.
 */
export async function benchQueries(
  say: (text: string) => unknown,
  turns: Turns & { isPostgres: boolean },
  stored: number,
): Promise<void> {
  await withDatabases(async make => {
    const { folder, isPostgres } = turns
    const store = isPostgres ? await make() : join(folder, 'queries.db')
    say(`\nFilling a store with ${stored} callbacks …`)
    const samples = await fill(store, stored)
    const reelay = contestants.find(({ letter }) => letter === 'e')!
    const running = await startContestant(reelay, { folder, store })
    try {
      await measure(say, turns, running, samples)
      await measureReplay(say, running, Math.min(replayed, Math.floor(stored / 2)))
    } finally {
      await running.stop()
    }
  })
}

async function fill(store: string, count: number): Promise<QuerySamples> {
  const samples: QuerySamples = { recordings: [], rooms: [] }
  const every = Math.max(1, Math.floor(count / 500))
  function* noted(callbacks: Iterable<InventedCallback>) {
    let index = 0
    for (const each of callbacks) {
      if (index++ % every === 0) note(samples, each)
      yield each
    }
  }
  const settings = store.startsWith('postgres:')
    ? settingsFor(store)
    : ({ engine: 'sqlite', path: store } as const)
  const callbacks = inventedRooms(count, { until: Date.now() - 60_000, days: 20 })
  await fillStore(settings, noted(callbacks), () => {})
  return samples
}

function note(samples: QuerySamples, { callback }: InventedCallback): void {
  const fields = new URLSearchParams(Buffer.from(callback.body).toString())
  const recording = fields.get('RecordingSid')
  const room = fields.get('RoomSid')
  if (recording) samples.recordings.push(recording)
  if (room) samples.rooms.push(room)
}

async function measure(
  say: (text: string) => unknown,
  { rounds, requests }: Turns,
  running: RunningContestant,
  samples: QuerySamples,
): Promise<void> {
  const admin = createAdmin(running.adminPort)
  const began = performance.now()
  await admin.caughtUp()
  say(`delivered and indexed after ${((performance.now() - began) / 1000).toFixed(0)} s`)
  const { ports } = running
  const load = (count: number, rate?: number) =>
    closedLoop({
      ports,
      connections,
      keepAlive: true,
      requests: makeRequests(count, 'genuine', 'keep-alive'),
      ...(rate !== undefined && { rate }),
    })

  await load(requests / 4)
  const full = (await load(requests)).requestsPerSecond
  say(`full rate: ${full.toFixed(0)} callbacks a second; half of it from here on`)

  const queries = createQueries(admin, samples)
  const alone: Awaited<ReturnType<typeof load>>[] = []
  const beside: typeof alone = []
  for (let round = 0; round < rounds; round++) {
    alone.push(await load(requests, full / 2))
    const asking = askedFor(queries)
    beside.push(await load(requests, full / 2))
    await asking.stop()
  }
  printQueries(say, queries)
  const rate = (results: typeof alone): number =>
    median(results.map(({ requestsPerSecond }) => requestsPerSecond))
  const p99 = (results: typeof alone): number => median(results.map(each => each.p99))
  const lost = 100 * (1 - rate(beside) / rate(alone))
  say(
    `callbacks a second without queries ${rate(alone).toFixed(0)}, with ${rate(beside).toFixed(0)}: ` +
      `${lost.toFixed(1)} % lost (at most 10); p99 ${p99(alone).toFixed(1)} and ${p99(beside).toFixed(1)} ms`,
  )
}
