import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import {
  LeaseLost,
  nothingSettled,
  type SinkFeed,
  type SinkHolder,
} from '../../../src/domain/journal.ts'
import { callback } from '../literal-reading.ts'
import { openJournal } from './open-journal.ts'

const own = {
  id: 'RT1-stalled',
  type: 'twilio.video.recording.stalled',
  source: '/accounts/ACtest',
  subject: 'RT1',
  dataschema: 'urn:test',
  data: {},
}

async function open(t: Test) {
  const path = join(t.testdir(), 'reelay.db')
  const journal = await openJournal(t, path)
  const look = new DatabaseSync(path, { readOnly: true })
  t.teardown(() => look.close())
  return { ...journal, path, look }
}

t.test('statements run in one transaction, or not at all', async t => {
  const { desk, feed, look } = await open(t)
  await feed('crm').open('beginning')
  const rename = 'UPDATE sink SET name = $2 WHERE name = $1'
  t.same(await desk.write([{ text: rename, values: ['crm', 'erp'] }]), [1])
  const broken = [
    { text: rename, values: ['erp', 'crm'] },
    { text: 'INSERT INTO sink (name, position, created_at) VALUES ($1, NULL, 0)', values: ['x'] },
  ]
  await t.rejects(desk.write(broken))
  t.same(look.prepare('SELECT name FROM sink').all(), [{ name: 'erp' }])
})

t.test('an event of our own is in the log once', async t => {
  const { desk, feed } = await open(t)
  t.equal(await desk.emit(own), 'stored')
  t.equal(await desk.emit(own), 'duplicate')
  const { events } = await feed('log').read(0, 10)
  t.match(events, [{ type: own.type, subject: 'RT1', event: { id: own.id } }])
})

t.test('a quarantined callback that fits now is relayed, at the end of the log', async t => {
  const { desk, feed, inbox, look } = await open(t)
  await inbox.append(callback('misfit'))
  await inbox.append(callback('RT2 started a'))
  t.equal(await desk.requeue(1), 'misfit', 'it still does not fit')
  t.equal(await desk.requeue(2), 'gone', 'this one was never quarantined')
  const rewrite = 'UPDATE callback SET body = $1 WHERE position = 1'
  await desk.write([{ text: rewrite, values: [Buffer.from('RT1 started a')] }])
  t.equal(await desk.requeue(1), 'requeued')
  t.equal(await desk.requeue(1), 'gone')
  const { events } = await feed('log').read(0, 10)
  t.same(
    events.map(({ position, subject }) => [position, subject]),
    [
      [2, 'RT2'],
      [3, 'RT1'],
    ],
  )
  t.match(await inbox.append(callback('misfit')), { outcome: 'duplicate' })
  t.match(await inbox.append(callback('RT1 started a', 'other')), { outcome: 'duplicate' })
  t.equal(look.prepare('SELECT count(*) AS n FROM callback').get()!['n'], 2)
})

t.test('one whose event came meanwhile is a duplicate, and quarantined no longer', async t => {
  const { desk, inbox, look } = await open(t)
  await inbox.append(callback('misfit'))
  await inbox.append(callback('RT1 started a'))
  const rewrite = 'UPDATE callback SET body = $1 WHERE position = 1'
  await desk.write([{ text: rewrite, values: [Buffer.from('RT1 started a')] }])
  t.equal(await desk.requeue(1), 'duplicate')
  t.same(look.prepare('SELECT position FROM callback').all(), [{ position: 2 }])
})

t.test('what is erased is nowhere in the files any more, and can not come again', async t => {
  const { desk, feed, inbox, look, path } = await open(t)
  for (let n = 1; n <= 300; n++) await inbox.append(callback(`RT${n} started secret-${n}-identity`))
  const log = feed('log')
  await log.open('beginning')
  await log.settle({
    ...nothingSettled,
    position: 2,
    park: [{ position: 1, subject: 'RT1', attempts: 1, cause: '500', retryInMs: 1_000 }],
  })
  t.ok(holds(path, 'secret-7-identity'), 'it was there')
  const even = Array.from({ length: 150 }, (_, index) => 2 * index + 1)
  t.equal(await desk.erase(even), 1, 'one delivery was waiting')
  t.equal(await desk.erase(even), 0, 'erasing twice changes nothing')
  t.notOk(holds(path, 'secret-7-identity'))
  t.notOk(holds(path, 'secret-299-identity'))
  t.ok(holds(path, 'secret-8-identity'), 'others stay')
  t.equal(look.prepare('SELECT count(*) AS n FROM tombstone').get()!['n'], 150)
  t.match(await inbox.append(callback('RT7 started secret-7-identity')), { outcome: 'duplicate' })
  const { events } = await log.read(0, 1000)
  t.equal(events.length, 150)
})

t.test('a feed of a sink whose place was changed settles nothing any more', async t => {
  const { desk, feeds, inbox, told } = await open(t)
  await inbox.append(callback('RT1 started a'))
  const { holder, feeds: taken, lost, once, twice } = holderOf()
  await feeds.start([{ name: 'crm', from: 'beginning' }], holder)
  const [before] = taken
  const changed = { text: 'UPDATE sink SET position = 1, token = token + 1', values: [] }
  await desk.write([changed])
  await t.rejects(before!.settle({ ...nothingSettled, position: 1 }), LeaseLost)
  await desk.evict('crm')
  await Promise.all([once, twice])
  t.equal(lost(), 1)
  t.match(await taken[1]!.open('beginning'), { position: 1 })
  t.same(told.failed, [], 'the journal itself is well')
})

t.test('a paused sink is not taken until it is resumed', async t => {
  const { desk, feeds } = await open(t)
  await feeds.feed('crm').open('beginning')
  await desk.write([{ text: 'UPDATE sink SET paused_at = 1, token = token + 1', values: [] }])
  const { holder, feeds: taken, once } = holderOf()
  await feeds.start([{ name: 'crm', from: 'beginning' }], holder)
  t.same(taken, [])
  await desk.write([{ text: 'UPDATE sink SET paused_at = NULL, token = token + 1', values: [] }])
  await desk.evict('crm')
  await once
  t.equal(taken.length, 1)
})

t.test('a replay reads what its filter fits, marks it, and ends', async t => {
  const { desk, feed, inbox, look } = await open(t)
  for (const body of ['RT1 started a', 'RT2 started a', 'RT1 completed a', 'RT3 failed a']) {
    await inbox.append(callback(body))
  }
  const crm = feed('crm')
  await crm.open('beginning')
  await crm.settle({
    ...nothingSettled,
    position: 4,
    dead: [{ position: 4, subject: 'RT3', attempts: 3, cause: '422' }],
  })
  await desk.write([replayRow('rp-1', { recording: 'RT1' }), replayRow('rp-2', { dead: true })])
  t.same(await crm.replays(), [{ id: 'rp-1' }, { id: 'rp-2' }])

  const first = crm.replay({ id: 'rp-1' })
  t.same(await first.open('beginning'), { position: 0, parked: [] })
  const { events, upTo } = await first.read(0, 10)
  t.match(
    events.map(({ event }) => event),
    [
      { id: 'RT1-started', reelayreplay: 'rp-1' },
      { id: 'RT1-completed', reelayreplay: 'rp-1' },
    ],
  )
  await first.settle({ ...nothingSettled, position: upTo, delivered: [1, 3] })
  t.same(await crm.replays(), [{ id: 'rp-2' }])
  t.equal((await crm.open('beginning')).position, 4, "the sink's own place is where it was")

  const second = crm.replay({ id: 'rp-2' })
  await second.open('beginning')
  t.same(
    (await second.read(0, 10)).events.map(({ position }) => position),
    [4],
  )
  const dead = look.prepare("SELECT count(*) AS n FROM parked WHERE state = 'dead'")
  t.equal(dead.get()!['n'], 1)
  await second.settle({ ...nothingSettled, position: 4, delivered: [4] })
  t.equal(dead.get()!['n'], 0, 'what was delivered is no dead letter any more')
  t.same(look.prepare('SELECT state, delivered FROM replay ORDER BY id').all(), [
    { state: 'done', delivered: 2 },
    { state: 'done', delivered: 1 },
  ])
})

t.test(
  'what a replay has parked is found again after a restart, until it is cancelled',
  async t => {
    const { desk, feed, inbox } = await open(t)
    await inbox.append(callback('RT1 started a'))
    await feed('crm').open('beginning')
    await desk.write([replayRow('rp-1', {})])
    const replay = feed('crm').replay({ id: 'rp-1' })
    await replay.open('beginning')
    const park = [{ position: 1, subject: 'RT1', attempts: 1, cause: '503', retryInMs: 60_000 }]
    await replay.settle({ ...nothingSettled, position: 4, park })
    t.match(await feed('crm').replay({ id: 'rp-1' }).open('beginning'), {
      position: 4,
      parked: [{ position: 1, attempts: 1 }],
    })
    await desk.write([
      { text: "UPDATE replay SET state = 'cancelled'", values: [] },
      { text: "DELETE FROM parked WHERE sink = 'crm~rp-1'", values: [] },
    ])
    await replay.settle({ ...nothingSettled, position: 4, park })
    t.same((await feed('crm').replay({ id: 'rp-1' }).open('beginning')).parked, [])
  },
)

function replayRow(id: string, filter: object) {
  return {
    text: `INSERT INTO replay (id, sink, filter, state, position, last, total, created_at, created_by)
      VALUES ($1, 'crm', $2, 'running', 0, 4, 2, 0, 'test')`,
    values: [id, JSON.stringify(filter)],
  }
}

/** Opens each feed that it is given, and keeps it. */
function holderOf() {
  const once = Promise.withResolvers<void>()
  const twice = Promise.withResolvers<void>()
  const feeds: SinkFeed[] = []
  let lost = 0
  const holder: SinkHolder = {
    async taken(_sink, feed) {
      await feed.open('beginning')
      if (feeds.push(feed) === 1) once.resolve()
      else twice.resolve()
    },
    async lost() {
      lost++
    },
  }
  return { holder, feeds, lost: () => lost, once: once.promise, twice: twice.promise }
}

/** Are these bytes in any file beside the journal's, or in itself? */
function holds(path: string, text: string): boolean {
  const folder = dirname(path)
  return readdirSync(folder).some(name => readFileSync(join(folder, name)).includes(text))
}
