import t from 'tap'
import { LeaseLost } from '../../src/domain/journal.ts'
import { createHarness, stop } from './harness.ts'

t.test('while the sink may be another replica’s nothing is offered', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, feed, offers } = harness
  let held = true
  feed.held = () => held
  journal.append('RT1')
  await harness.drain.start()
  await clock.quiet()
  t.strictSame(offers, [[1]])
  held = false
  journal.append('RT2')
  journal.append('RT3')
  harness.drain.wake()
  await clock.advance(10_000)
  t.strictSame(offers, [[1]])
  held = true
  await clock.advance(200)
  t.strictSame(offers, [[1], [2], [3]], 'what was read meanwhile is not lost')
  await stop(harness)
})

t.test('stops at once while it waits for its lease', async t => {
  const harness = createHarness()
  harness.feed.held = () => false
  harness.journal.append('RT1')
  await harness.drain.start()
  await harness.clock.quiet()
  await harness.drain.stop()
  t.strictSame(harness.offers, [])
  t.equal(harness.state.closed, 1)
  t.equal(harness.clock.pending(), 0)
})

t.test('a lease that is lost ends deliveries, without a word of its own', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, feed, offers, log } = harness
  for (let at = 1; at <= 20; at++) journal.append(`RT${at}`)
  feed.before.settle = () => Promise.reject(new LeaseLost('another replica has it'))
  await harness.drain.start()
  await clock.advance(60_000)
  t.ok(offers.length < 5, `${offers.length} were offered before it was known`)
  await harness.drain.stop()
  t.strictSame(log.of('journal.failed'), [])
  t.strictSame(log.of('service.stopping'), [])
  t.equal(journal.place('test').position, 0)
  t.equal(clock.pending(), 0)
})
