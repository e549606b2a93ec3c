import t from 'tap'
import { createHarness, failing, stop } from './harness.ts'

const broken = () => {
  throw new Error('disk I/O error')
}

t.test('a journal that can not be opened is tried again', async t => {
  const harness = createHarness()
  harness.feed.before.open = broken
  harness.journal.append('RT1')
  let started = false
  const starting = harness.drain.start().then(() => {
    started = true
  })
  await harness.clock.advance(5_000)
  t.notOk(started)
  harness.feed.before = {}
  await harness.clock.advance(500)
  await starting
  t.strictSame(harness.offers, [[1]])
  t.match(harness.log.lines.slice(0, 2), [
    { level: 'error', event: 'journal.failed', sink: 'test', operation: 'open' },
    { level: 'info', event: 'journal.recovered', sink: 'test', operation: 'open' },
  ])
  await stop(harness)
})

t.test('while nothing can be settled nothing is delivered, and nothing again', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, feed, offers, log } = harness
  for (let at = 1; at <= 5; at++) journal.append(`RT${at}`)
  feed.before.settle = broken
  await harness.drain.start()
  await clock.advance(60_000)
  t.ok(offers.length <= 2)
  const before = offers.length
  feed.before = {}
  await clock.advance(1_000)
  t.strictSame(offers, [[1], [2], [3], [4], [5]])
  t.ok(before >= 1)
  t.equal(journal.place('test').position, 5)
  t.equal(journal.place('test').batches.length, 5)
  t.equal(log.of('journal.failed').length, 1)
  t.equal(log.of('journal.recovered').length, 1)
  await stop(harness)
})

t.test('a slow settlement does not hold up delivery at once', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, feed, offers } = harness
  for (let at = 1; at <= 50; at++) journal.append(`RT${at}`)
  const gate = Promise.withResolvers<void>()
  feed.before.settle = () => gate.promise
  await harness.drain.start()
  await clock.advance(10_000)
  t.equal(offers.length, 9, 'eight wait for the first')
  gate.resolve()
  await clock.quiet()
  t.strictSame(
    offers.flat(),
    Array.from({ length: 50 }, (_, at) => at + 1),
  )
  t.equal(journal.place('test').position, 50)
  await stop(harness)
})

t.test('a settlement that was written although it failed leaves nothing behind', async t => {
  const harness = createHarness()
  const { journal, clock, feed, state, offers } = harness
  journal.append('RT1')
  state.deliver = batch => failing(batch, [1])
  feed.settled = broken
  await harness.drain.start()
  await clock.quiet()
  t.equal(journal.place('test').rows.size, 1)
  state.deliver = () => {}
  await clock.advance(2_000)
  t.strictSame(offers, [[1]], 'the disk is in doubt')
  feed.settled = () => {}
  await clock.advance(2_000)
  t.strictSame(offers, [[1], [1]])
  t.equal(journal.place('test').rows.size, 0)
  await stop(harness)
})

t.test('parked events that can not be read wait, fresh ones go on', async t => {
  const harness = createHarness()
  const { journal, clock, feed, state, offers, log } = harness
  journal.append('RT1')
  state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await clock.quiet()
  state.deliver = () => {}
  feed.before.get = broken
  await clock.advance(5_000)
  t.strictSame(offers, [[1]])
  journal.append('RT2')
  await clock.advance(500)
  t.strictSame(offers, [[1], [2]])
  feed.before = {}
  await clock.advance(500)
  t.strictSame(offers, [[1], [2], [1]])
  t.match(log.of('journal.failed'), [{ operation: 'get' }])
  t.equal(harness.attempts[2], 2, 'none of it counted as an attempt')
  await stop(harness)
})

t.test('a parked event that was deleted is forgotten, and what waited behind goes on', async t => {
  const harness = createHarness()
  const { journal, clock, state, offers } = harness
  for (const subject of ['RT1', 'RT1', 'RT2']) journal.append(subject)
  state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await clock.quiet()
  journal.remove(1)
  await clock.advance(1_000)
  t.strictSame(offers, [[1], [3], [2]])
  t.equal(journal.place('test').rows.size, 0)
  await stop(harness)
})

t.test('a parked event that is no longer wanted after a restart is done', async t => {
  const first = createHarness()
  const { journal, clock } = first
  journal.append('RM1', 'twilio.video.room.ended')
  first.state.deliver = batch => failing(batch, [1])
  await first.drain.start()
  await clock.quiet()
  await stop(first)
  const second = createHarness({ journal, clock, types: ['twilio.video.recording.*'] })
  await second.drain.start()
  await clock.advance(10_000)
  t.strictSame(second.offers, [])
  t.equal(journal.place('test').rows.size, 0)
  await stop(second)
})

t.test('a hundred thousand parked events are taken up again after a restart', async t => {
  const first = createHarness()
  const { journal, clock } = first
  await first.drain.start()
  await stop(first)
  const many = 100_000
  const place = journal.place('test')
  for (let at = 1; at <= many; at++) {
    const subject = `RT${at % 50_000}`
    journal.append(subject)
    place.rows.set(at, { subject, state: 'waiting', attempts: 1, cause: 'no', at: 0 })
  }
  place.position = many
  const second = createHarness({ journal, clock, batchSize: 500 })
  await second.drain.start()
  while (place.rows.size > 0) await clock.advance(500)
  t.equal(second.offers.flat().length, many)
  t.ok(second.offers.every(batch => batch.length <= 500))
  t.ok(second.offers.length <= many / 250, 'not one by one')
  await stop(second)
})
