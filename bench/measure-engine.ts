import { Pool } from 'pg'
import { identify } from '../src/journal/identify.ts'
import { createAppender } from '../src/journal/postgres/append.ts'
import { openDatabase } from '../src/journal/postgres/database.ts'
import { migrate } from '../src/journal/postgres/migrate.ts'
import { reading } from '../src/twilio/reading.ts'
import { settingsFor } from '../test/journal/postgres/open-journal.ts'
import { sqlClient } from '../test/postgres/sql-client.ts'
import { poolSize } from './contestants.ts'
import { makeCallback } from './fill-store.ts'
import { median } from './round.ts'
import type { Turns } from './take-turns.ts'

const inFlight = 64

/**
 * The engine without the service around it: 64 callbacks in flight, by a plain insert each or by
 * groups, from one replica or three, with the lock that keeps positions in order and without it.
 */
export async function measureEngine(
  say: (text: string) => unknown,
  { rounds, requests }: Turns,
  make: () => Promise<string>,
): Promise<void> {
  const kinds = [
    { name: 'an insert each', run: (count: number) => make().then(url => insertEach(url, count)) },
    ...[1, 3].flatMap(replicas =>
      [true, false].map(locked => ({
        name: `groups, replicas: ${replicas}, ${locked ? 'with the lock' : 'without it'}`,
        run: (count: number) => make().then(url => appendGroups(url, count, replicas, locked)),
      })),
    ),
  ]
  const figures = kinds.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of kinds.entries()) figures[index]!.push(await run(requests))
  }
  const perSecond = figures.map(median)
  say(`\nThe engine alone, ${inFlight} callbacks in flight`)
  for (const [index, { name }] of kinds.entries()) {
    const rate = perSecond[index]!
    say(
      `${name.padEnd(40)}${rate.toFixed(0).padStart(8)}/s  × ${(rate / perSecond[0]!).toFixed(2)}`,
    )
  }
}

async function insertEach(url: string, count: number): Promise<number> {
  await sqlClient(url)('CREATE TABLE callback (id text PRIMARY KEY, body bytea NOT NULL)')
  const pool = new Pool({ connectionString: url, max: poolSize })
  const callbacks = Array.from({ length: count }, (_, index) => ({ index, ...makeCallback() }))
  const text = 'INSERT INTO callback VALUES ($1, $2) ON CONFLICT DO NOTHING'
  const one = async (): Promise<void> => {
    for (let next = callbacks.pop(); next; next = callbacks.pop()) {
      await pool.query({ name: 'insert', text, values: [`${next.index}`, next.body] })
    }
  }
  const rate = await timed(count, () => Promise.all(Array.from({ length: inFlight }, one)))
  await pool.end()
  return rate
}

async function appendGroups(
  url: string,
  count: number,
  replicas: number,
  locked: boolean,
): Promise<number> {
  const settings = settingsFor(url)
  await migrate(settings)
  if (!locked) await withoutLock(url)
  const databases = Array.from({ length: replicas }, () => openDatabase(settings, 1))
  const appenders = databases.map(each => createAppender(each, settings.schema, reading))
  const callbacks = Array.from({ length: count }, makeCallback)
  // What is in flight is shared among the replicas, as a load balancer would.
  const groupSize = Math.ceil(inFlight / replicas)
  const rate = await timed(count, () =>
    Promise.all(
      appenders.map(async appender => {
        while (callbacks.length > 0) {
          const group = callbacks.splice(-groupSize).map(each => {
            return { identified: identify(reading, each), ageMs: 0 }
          })
          await appender.append(group, 60_000)
        }
      }),
    ),
  )
  await Promise.all(databases.map(each => each.close()))
  return rate
}

async function timed(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (count * 1000) / (performance.now() - began)
}

/** What the procedure would be without its lock: only here, to see what the lock costs. */
async function withoutLock(url: string): Promise<void> {
  const sql = sqlClient(url)
  const [row] = await sql<{ definition: string }>(
    `SELECT pg_get_functiondef('reelay.append'::regproc) AS definition`,
  )
  // Drawing several numbers at once needs the lock as well: here each call skips to a range of its
  // own.
  const changed = row!.definition
    .replace(/PERFORM pg_advisory_xact_lock\([^;]*;/, '')
    .replace(/first := nextval\(([^;]*)\);/, 'first := nextval($1) * 1000;')
    .replaceAll(/PERFORM setval\([^;]*;/g, 'NULL;')
  if (/pg_advisory|setval/.test(changed)) throw new Error('the procedure is another one')
  await sql(changed)
}
