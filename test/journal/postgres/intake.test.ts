import { join } from 'node:path'
import t, { type Test } from 'tap'
import { systemClock } from '../../../src/domain/clock.ts'
import type { Unstored } from '../../../src/domain/journal.ts'
import { createAppender } from '../../../src/journal/postgres/append.ts'
import { openDatabase } from '../../../src/journal/postgres/database.ts'
import { createIntake } from '../../../src/journal/postgres/intake.ts'
import { migrate } from '../../../src/journal/postgres/migrate.ts'
import { openSpool } from '../../../src/journal/spool.ts'
import { startCutOffProxy } from '../../postgres/cut-off-proxy.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { serverUrl } from '../../postgres/server-url.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { noSmallDisk, smallDisk } from '../../small-disk.ts'
import { callback, literalReading } from '../literal-reading.ts'
import { settingsFor } from './open-journal.ts'

const skip = await postgresMissing()

/** A database behind a proxy that can cut it off, and where the spool goes. */
async function place(t: Test) {
  const { url, sql } = await testDatabase(t)
  const { hostname: host, port } = new URL(serverUrl())
  const proxy = await startCutOffProxy({ host, port: Number(port || 5432) })
  t.teardown(() => proxy.close())
  await migrate(settingsFor(url))
  const ids = async (): Promise<string[]> => {
    const rows = await sql<{ id: string }>('SELECT id FROM reelay.callback ORDER BY position')
    return rows.map(({ id }) => id)
  }
  const settings = settingsFor(url, { host: '127.0.0.1', port: proxy.port })
  return { settings, proxy, sql, ids, spoolPath: join(t.testdir(), 'spool.db') }
}

type Place = Awaited<ReturnType<typeof place>>

/** An intake, and what it tells. */
function open(t: Test, { settings, spoolPath }: Place, options: { spool: boolean }) {
  const told = { spooling: [] as Unstored[], drained: [] as object[], failed: [] as Unstored[] }
  let recovered = 0
  let notify = (): void => {}
  const database = openDatabase(settings, 2)
  const spool = options.spool ? openSpool(spoolPath, literalReading, Date.now) : undefined
  const intake = createIntake({
    appender: createAppender(database, settings.schema, literalReading),
    reading: literalReading,
    ready: async () => {},
    spool,
    away: undefined,
    events: {
      stored: () => {},
      spooling: error => void told.spooling.push(error),
      drained(count) {
        told.drained.push(count)
        notify()
      },
      failed: error => void told.failed.push(error),
      recovered: () => void recovered++,
    },
    clock: systemClock,
  })
  t.teardown(async () => {
    await intake.close()
    await database.close()
  })
  return {
    ...told,
    intake,
    recovered: () => recovered,
    append: (...bodies: string[]) => intake.append(bodies.map(body => callback(body))),
    async drainedTimes(times: number): Promise<void> {
      while (told.drained.length < times) {
        await new Promise<void>(resolve => {
          notify = resolve
        })
      }
    },
  }
}

t.test(
  'what comes while Postgres refuses waits here, and then goes there in order',
  {
    skip,
  },
  async t => {
    const where = await place(t)
    const { append, spooling, drained, failed, drainedTimes } = open(t, where, { spool: true })
    t.match(await append('RT1 a'), [{ outcome: 'stored' }])
    await where.proxy.set('refuse')
    t.match(await append('RT2 a', 'misfit'), [{ outcome: 'stored' }, { outcome: 'quarantined' }])
    t.match(await append('RT1 a', 'RT2 a'), [{ outcome: 'stored' }, { outcome: 'duplicate' }])
    t.match(spooling, [{ code: 'unavailable', message: /can't be reached.*ECONN/ }])
    t.same(await where.ids(), ['RT1-a'])
    await where.proxy.set('pass')
    await drainedTimes(1)
    t.same(drained, [{ moved: 3, duplicates: 1 }], 'RT1 was known there')
    t.match(await where.ids(), ['RT1-a', 'RT2-a', /^misfit-/])
    t.match(await append('RT2 a', 'RT3 a'), [{ outcome: 'duplicate' }, { outcome: 'stored' }])
    t.same(failed, [])
  },
)

t.test('a connection that hangs is found by the deadline', { skip }, async t => {
  const where = await place(t)
  const { append, spooling, drainedTimes } = open(t, where, { spool: true })
  await append('RT1 a')
  await where.proxy.set('hang')
  t.match(await append('RT2 a'), [{ outcome: 'stored' }])
  t.equal(spooling.length, 1)
  await where.proxy.set('pass') // what hangs goes on hanging
  await drainedTimes(1)
  t.same(await where.ids(), ['RT1-a', 'RT2-a'])
})

t.test('what comes while the spool is moved overtakes nothing', { skip }, async t => {
  const where = await place(t)
  const { append, intake, drainedTimes } = open(t, where, { spool: true })
  await where.proxy.set('refuse')
  const sent: string[] = []
  const send = async (): Promise<void> => {
    const body = `RT1 e${sent.length}`
    sent.push(body.replace(' ', '-'))
    await append(body)
    await new Promise(resolve => setImmediate(resolve)) // as messages come, one turn each
  }
  while (sent.length < 1_200) await send()
  await where.proxy.set('pass')
  const drained = drainedTimes(1)
  while (intake.spooling()) await send()
  for (let more = 0; more < 5; more++) await send()
  await drained
  t.same(await where.ids(), sent)
})

t.test('a replica that is killed while it moves the spool leaves each once', { skip }, async t => {
  const where = await place(t)
  const before = openSpool(where.spoolPath, literalReading, Date.now)
  before.append(['RT1 a', 'RT2 a', 'misfit'].map(body => callback(body)))
  // moved, and killed before it was removed here
  const database = openDatabase(where.settings, 1)
  const moved = before.read(2).map(({ identified, ageMs }) => ({ identified, ageMs }))
  await createAppender(database, 'reelay', literalReading).append(moved, 5_000)
  await database.close()
  before.close()
  const { spooling, drained, drainedTimes, intake } = open(t, where, { spool: true })
  t.ok(intake.spooling(), 'what is left from before goes first')
  t.match(spooling, [{ message: /left in the spool/ }])
  await drainedTimes(1)
  t.same(drained, [{ moved: 3, duplicates: 2 }])
  t.match(await where.ids(), ['RT1-a', 'RT2-a', /^misfit-/])
})

t.test('a callback keeps the time at which it was received here', { skip }, async t => {
  const where = await place(t)
  const hour = 3_600_000
  const earlier = openSpool(where.spoolPath, literalReading, () => Date.now() - hour)
  earlier.append([callback('RT1 a')])
  earlier.close()
  const { drainedTimes } = open(t, where, { spool: true })
  await drainedTimes(1)
  const [row] = await where.sql<{ age: number }>(
    'SELECT extract(epoch FROM clock_timestamp() - received_at)::float8 AS age FROM reelay.callback',
  )
  t.ok(Math.abs(row!.age * 1000 - hour) < 60_000, `${row!.age} s`)
})

t.test('without a spool a short absence costs nothing', { skip }, async t => {
  const where = await place(t)
  const { append, failed, recovered } = open(t, where, { spool: false })
  await where.proxy.set('hang')
  const { accepted } = where.proxy.counts()
  const appending = append('RT1 a')
  while (where.proxy.counts().accepted === accepted) {
    await new Promise(resolve => setImmediate(resolve))
  }
  await where.proxy.set('pass') // what hangs goes on hanging
  t.match(await appending, [{ outcome: 'stored' }])
  t.same(failed, [], 'nothing was lost, so nothing is said')
  t.equal(recovered(), 0)
})

t.test(
  'without a spool a long one costs what comes meanwhile, and it says so',
  {
    skip,
  },
  async t => {
    const where = await place(t)
    const { append, recovered } = open(t, where, { spool: false })
    await where.proxy.set('refuse')
    await t.rejects(append('RT1 a'), { code: 'unavailable', message: /can't be reached/ })
    const began = performance.now()
    await t.rejects(append('RT2 a'), { code: 'unavailable' })
    t.comment(`the second one was refused after ${Math.round(performance.now() - began)} ms`)
    await where.proxy.set('pass')
    t.match(await append('RT3 a'), [{ outcome: 'stored' }])
    t.equal(recovered(), 1)
    t.same(await where.ids(), ['RT3-a'])
  },
)

t.test(
  'a full disk while Postgres is away: 503, and all is well again afterwards',
  {
    skip: skip || noSmallDisk() || false,
  },
  async t => {
    const disk = smallDisk(t, '2m')
    const where = { ...(await place(t)), spoolPath: join(disk.folder, 'spool.db') }
    const { append, failed, recovered, drainedTimes } = open(t, where, { spool: true })
    await where.proxy.set('refuse')
    const kept: string[] = []
    const error = await (async () => {
      for (let at = 0; ; at++) {
        try {
          await append(`RT${at} a ${'x'.repeat(20_000)}`)
          kept.push(`RT${at}-a`)
        } catch (error) {
          return error
        }
      }
    })()
    t.match(error, { code: 'disk-full' })
    t.ok(kept.length > 5, `${kept.length} were kept`)
    t.match(failed, [{ code: 'disk-full' }])
    disk.remount('size=16m')
    t.match(await append('RTlast a'), [{ outcome: 'stored' }])
    t.equal(recovered(), 1)
    await where.proxy.set('pass')
    await drainedTimes(1)
    t.same(await where.ids(), [...kept, 'RTlast-a'])
  },
)
