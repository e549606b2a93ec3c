import type { Test } from 'tap'
import {
  type Feed,
  type Inbox,
  nothingSettled as nothing,
  type StoredEvent,
} from '../../src/domain/journal.ts'
import { callback } from './literal-reading.ts'

/** An engine under test, opened on nothing. `reopen` stands for a restart of the process. */
export interface JournalHarness {
  inbox: Inbox
  feed(sink: string): Feed
  reopen(): Promise<JournalHarness>
}

const all = 1000

/** What every engine does alike; an engine's own test is its harness and one call of this. */
export async function conformance(t: Test, open: (t: Test) => Promise<JournalHarness>) {
  t.test('a callback is stored once, and is there to read', async t => {
    const { inbox, feed } = await open(t)
    const receipt = await inbox.append(callback('RT1 started a'))
    t.match(receipt, { outcome: 'stored', id: 'RT1-started', type: 'test.started' })
    t.equal(receipt.recordingSid, 'RT1')
    const log = feed('log')
    const state = await log.open('beginning')
    t.same(state, { position: 0, parked: [] })
    const events = await readOn(log, 0, 1)
    t.match(events, [{ subject: 'RT1', type: 'test.started', event: { id: 'RT1-started' } }])
    const { position } = events[0]!
    t.same(await log.get([position, position + 7]), events)
  })

  t.test('the same signed text is a duplicate, whatever is around it', async t => {
    const { inbox, feed } = await open(t)
    await inbox.append(callback('RT1 started a', 'text'))
    const again = await inbox.append({ ...callback('RT1 started a', 'text'), method: 'PUT' })
    t.match(again, { outcome: 'duplicate', differs: false, id: 'RT1-started' })
    const resplit = await inbox.append(callback('RT2 other b', 'text'))
    t.match(resplit, { outcome: 'duplicate', differs: false })
    t.equal((await read(feed('log'), 1)).length, 1)
  })

  t.test('the same event id is a duplicate, and says whether the content differs', async t => {
    const { inbox, feed } = await open(t)
    await inbox.append(callback('RT1 started a', 'first'))
    const same = await inbox.append(callback('RT1 started a', 'second'))
    t.match(same, { outcome: 'duplicate', differs: false })
    const other = await inbox.append(callback('RT1 started b', 'third'))
    t.match(other, { outcome: 'duplicate', differs: true })
    t.match(
      await read(feed('log'), 1),
      [{ event: { data: { content: 'a' } } }],
      'the first one wins',
    )
  })

  t.test('duplicates within one group count too', async t => {
    const { inbox, feed } = await open(t)
    const receipts = await Promise.all(
      ['RT1 a', 'RT1 a', 'RT2 a', 'RT1 a'].map(body => inbox.append(callback(body))),
    )
    const outcomes = receipts.map(receipt => receipt.outcome)
    t.same(outcomes, ['stored', 'duplicate', 'stored', 'duplicate'])
    t.equal((await read(feed('log'), 2)).length, 2)
  })

  t.test('what fits no schema is kept and not relayed', async t => {
    const { inbox, feed } = await open(t)
    const receipt = await inbox.append(callback('nonsense'))
    t.match(receipt, { outcome: 'quarantined', errors: [{ message: 'has no event' }] })
    t.match(receipt.id, /^misfit-[0-9a-f]{32}$/)
    t.match(await inbox.append(callback('nonsense')), { outcome: 'duplicate', differs: false })
    const thrown = await inbox.append(callback('RT1 throws'))
    t.match(thrown, { outcome: 'quarantined', errors: [{ message: /a mistake in the parser/ }] })
    const log = feed('log')
    await log.open('beginning')
    await inbox.append(callback('RT1 a'))
    t.same(ids(await readOn(log, 0, 1)), ['RT1-a'], 'the cursor passes them')
  })

  t.test('raw bytes come back as they were', async t => {
    const { inbox, feed } = await open(t)
    const content = '\u0000é\ud83d\ude00'
    await inbox.append({ ...callback(`RT1 a ${content}`), target: '/callbacks?x=%ff&y=\u00e9' })
    t.equal((await read(feed('log'), 1))[0]!.event.data['content'], content)
  })

  t.test('a feed reads in order, in pages', async t => {
    const { inbox, feed } = await open(t)
    for (let index = 0; index < 10; index++) await inbox.append(callback(`RT${index} a`))
    const log = feed('log')
    await read(log, 10)
    const first = await log.read(0, 4)
    t.same(ids(first.events), ['RT0-a', 'RT1-a', 'RT2-a', 'RT3-a'])
    t.equal(first.upTo, first.events.at(-1)!.position)
    const rest = await log.read(first.upTo, all)
    t.same(ids(rest.events), ['RT4-a', 'RT5-a', 'RT6-a', 'RT7-a', 'RT8-a', 'RT9-a'])
    t.same((await log.read(rest.upTo, all)).events, [])
  })

  t.test('a new sink starts at the beginning or now', async t => {
    const { inbox, feed } = await open(t)
    await inbox.append(callback('RT1 a'))
    t.equal((await feed('old').open('beginning')).position, 0)
    const { position } = await feed('new').open('now')
    await inbox.append(callback('RT2 a'))
    t.same(ids(await readOn(feed('new'), position, 1)), ['RT2-a'])
    t.equal((await feed('new').open('beginning')).position, position, 'only a new one')
  })

  t.test('settlements outlive a restart', async t => {
    const first = await open(t)
    for (const body of ['RT1 a', 'RT2 a', 'RT3 a', 'RT4 a']) {
      await first.inbox.append(callback(body))
    }
    const log = first.feed('log')
    await log.open('beginning')
    const [one, two, three] = await readOn(log, 0, 4)
    const batch = { first: 1, last: 3, delivered: 1, failed: 2, ms: 1.5, answer: '200' }
    await log.settle({
      ...nothing,
      position: three!.position,
      batches: [batch],
      park: [parked(one!.position, 1, 60_000), parked(two!.position, 0, 0)],
      dead: [{ position: three!.position, subject: 'RT3', attempts: 1, cause: 'no' }],
    })
    const second = await first.reopen()
    const again = second.feed('log')
    const state = await again.open('beginning')
    t.equal(state.position, three!.position)
    t.match(state.parked, [
      { position: one!.position, attempts: 1, subject: 'RT' },
      { position: two!.position, attempts: 0, dueInMs: 0 },
    ])
    t.ok(state.parked[0]!.dueInMs > 0 && state.parked[0]!.dueInMs <= 60_000)
    t.same(ids(await readOn(again, state.position, 1)), ['RT4-a'])
    t.match(await second.inbox.append(callback('RT1 a')), { outcome: 'duplicate' })
    t.match(await second.inbox.append(callback('RT5 a')), { outcome: 'stored' })
    await again.settle({
      ...nothing,
      unpark: [one!.position],
      dead: [{ position: two!.position, subject: 'RT2', attempts: 22, cause: 'gave up' }],
    })
    const third = await second.reopen()
    t.same((await third.feed('log').open('beginning')).parked, [])
  })

  t.test('a cursor never goes back, and the dead stay dead', async t => {
    const { inbox, feed } = await open(t)
    await inbox.append(callback('RT1 a'))
    await inbox.append(callback('RT2 a'))
    const log = feed('log')
    await log.open('beginning')
    const [one, two] = await readOn(log, 0, 2)
    await log.settle({ ...nothing, position: two!.position })
    await log.settle({ ...nothing, position: one!.position })
    const dead = { position: one!.position, subject: 'RT1', attempts: 1, cause: 'no' }
    await log.settle({ ...nothing, dead: [dead] })
    await log.settle({ ...nothing, park: [parked(one!.position, 2, 0)], unpark: [one!.position] })
    t.same(await log.open('beginning'), { position: two!.position, parked: [] })
  })

  t.test('sinks do not see each other', async t => {
    const { inbox, feed } = await open(t)
    await inbox.append(callback('RT1 a'))
    const [one, other] = [feed('one'), feed('other')]
    await Promise.all([one.open('beginning'), other.open('beginning')])
    const [first] = await readOn(one, 0, 1)
    await one.settle({ ...nothing, position: first!.position })
    t.equal((await other.open('beginning')).position, 0)
  })
}

/** Opens a feed and reads until so many events are there: they may come a moment late. */
async function read(feed: Feed, count: number) {
  const { position } = await feed.open('beginning')
  return readOn(feed, position, count)
}

async function readOn(feed: Feed, after: number, count: number) {
  const events: StoredEvent[] = []
  let from = after
  for (;;) {
    const read = await feed.read(from, all)
    events.push(...read.events)
    from = read.upTo
    if (events.length >= count) return events
    await new Promise(resolve => setImmediate(resolve))
  }
}

function ids(events: readonly { event: { id: string } }[]): string[] {
  return events.map(({ event }) => event.id)
}

function parked(position: number, attempts: number, retryInMs: number) {
  return { position, subject: 'RT', attempts, cause: 'broken', retryInMs }
}
