import t from 'tap'
import { createHarness, failing, stop } from './harness.ts'

t.test('before it was started', async t => {
  const harness = createHarness()
  await stop(harness)
  await harness.drain.start()
  await harness.clock.quiet()
  t.equal(harness.state.closed, 1)
  t.equal(harness.clock.pending(), 0)
})

t.test('twice is once', async t => {
  const harness = createHarness()
  await harness.drain.start()
  await harness.drain.start()
  const first = harness.drain.stop()
  t.equal(harness.drain.stop(), first)
  await stop(harness)
  t.equal(harness.state.closed, 1)
  harness.drain.wake()
  await harness.clock.quiet()
  t.equal(harness.clock.pending(), 0)
})

t.test('while it is idle it takes no time', async t => {
  const harness = createHarness()
  await harness.drain.start()
  await harness.clock.quiet()
  await harness.drain.stop()
  t.equal(harness.clock.now(), 0)
  t.equal(harness.clock.pending(), 0)
})

t.test('while the journal can not be opened', async t => {
  const harness = createHarness()
  harness.feed.before.open = () => Promise.reject(new Error('no'))
  const starting = harness.drain.start()
  await harness.clock.quiet()
  await stop(harness)
  await starting
  t.equal(harness.state.closed, 1)
  t.equal(harness.clock.pending(), 0)
})

for (const operation of ['open', 'read', 'get', 'settle'] as const) {
  t.test(`while the journal hangs in ${operation}`, async t => {
    const harness = createHarness()
    harness.journal.append('RT1')
    harness.state.deliver = batch => failing(batch, [1])
    harness.feed.before[operation] = () => new Promise(() => {})
    const starting = harness.drain.start()
    await harness.clock.advance(2_000)
    const before = harness.clock.now()
    await stop(harness)
    await starting
    t.ok(harness.clock.now() - before <= 8_000)
    t.equal(harness.state.closed, 1)
    t.equal(harness.clock.pending(), 0)
  })
}

t.test('a running delivery may end, and is settled', async t => {
  const harness = createHarness()
  const { journal, clock, state } = harness
  journal.append('RT1')
  const gate = Promise.withResolvers<void>()
  state.deliver = () => gate.promise
  await harness.drain.start()
  await clock.quiet()
  const stopping = harness.drain.stop()
  await clock.advance(2_000)
  gate.resolve()
  await stopping
  t.equal(journal.place('test').position, 1)
  t.equal(state.closed, 1)
  t.equal(clock.pending(), 0)
})

t.test('one that does not end is told to, and counts for nothing', async t => {
  const harness = createHarness()
  const { journal, clock, state, log } = harness
  journal.append('RT1')
  state.deliver = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  await harness.drain.start()
  await clock.quiet()
  await stop(harness)
  t.equal(clock.now(), 3_000)
  t.equal(journal.place('test').position, 0)
  t.equal(journal.place('test').rows.size, 0)
  t.strictSame(log.lines, [])
})

t.test('one that ignores that is abandoned', async t => {
  const harness = createHarness()
  harness.journal.append('RT1')
  harness.state.deliver = () => new Promise(() => {})
  await harness.drain.start()
  await harness.clock.quiet()
  await stop(harness)
  t.equal(harness.clock.now(), 4_000)
  t.equal(harness.state.closed, 1)
})

t.test('what it delivered by then is settled, the rest is as good as not attempted', async t => {
  const first = createHarness()
  const { journal, clock } = first
  for (const subject of ['RT1', 'RT2', 'RT3', 'RT2']) journal.append(subject)
  first.state.deliver = (batch, { signal }) =>
    new Promise(resolve => {
      signal.addEventListener('abort', () => resolve(failing(batch, [2], { final: true })))
    })
  await first.drain.start()
  await clock.quiet()
  await stop(first)
  t.match(Object.fromEntries(journal.place('test').rows), { 2: { state: 'waiting', attempts: 0 } })
  const second = createHarness({ journal, clock })
  await second.drain.start()
  await clock.advance(1_000)
  t.strictSame(second.offers, [[2], [4]])
  t.strictSame(second.attempts, [1, 1])
  await stop(second)
})

t.test('while a retry is pending its place is kept', async t => {
  const first = createHarness()
  const { journal, clock } = first
  for (const subject of ['RT1', 'RT1', 'RT2']) journal.append(subject)
  first.state.deliver = batch => failing(batch, [1])
  await first.drain.start()
  await clock.advance(1_500)
  await stop(first)
  const second = createHarness({ journal, clock })
  await second.drain.start()
  await clock.advance(1_499)
  t.strictSame(second.offers, [])
  await clock.advance(1)
  t.strictSame(second.offers, [[1], [2]])
  t.strictSame(second.attempts, [3, 1])
  await stop(second)
})

t.test('a sink that fails to close, or hangs in it, is told of', async t => {
  const closes: [() => Promise<void>, RegExp][] = [
    [() => Promise.reject(new Error('busy')), /failed to close: busy/],
    [() => new Promise(() => {}), /did not close in time/],
  ]
  for (const [close, cause] of closes) {
    const harness = createHarness({ sink: { deliver: async () => {}, close } })
    await harness.drain.start()
    await stop(harness)
    t.match(harness.log.lines, [{ level: 'warn', event: 'service.stopping', sink: 'test', cause }])
    t.equal(harness.clock.pending(), 0)
  }
})

t.test('what can not be settled is told of, and comes again', async t => {
  const first = createHarness()
  const { journal, clock } = first
  journal.append('RT1')
  first.feed.before.settle = () => Promise.reject(new Error('disk full'))
  await first.drain.start()
  await clock.quiet()
  await stop(first)
  t.match(first.log.of('service.stopping'), [{ cause: /delivered again/ }])
  const second = createHarness({ journal, clock })
  await second.drain.start()
  await clock.quiet()
  t.strictSame(second.offers, [[1]])
  await stop(second)
})

t.test('a process that is killed between delivery and settlement delivers again', async t => {
  const first = createHarness({ batchSize: 2 })
  const { journal, clock } = first
  for (let at = 1; at <= 4; at++) journal.append(`RT${at}`)
  first.state.deliver = batch => {
    if (batch.some(event => event.id === 'RT3-3')) first.feed.kill()
  }
  await first.drain.start()
  await clock.quiet()
  t.strictSame(first.offers, [
    [1, 2],
    [3, 4],
  ])
  const second = createHarness({ journal, clock, batchSize: 2 })
  await second.drain.start()
  await clock.quiet()
  t.strictSame(second.offers, [[3, 4]])
  await stop(second)
  await stop(first)
})
