import t from 'tap'
import { FinalError } from '../../src/domain/sink.ts'
import { createHarness, failing, stop } from './harness.ts'

t.test('an event dies after 22 attempts, with its cause', async t => {
  const circuit = { threshold: Number.POSITIVE_INFINITY }
  const harness = createHarness({ circuit, retry: { maxMs: 8_000 } })
  const { journal, clock, state, log } = harness
  journal.append('RT1')
  state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await clock.advance(15_000 + 17 * 8_000 - 1)
  t.strictSame(
    log.of('delivery.retry').map(({ attempt }) => attempt),
    Array.from({ length: 21 }, (_, at) => at + 1),
  )
  await clock.advance(1)
  t.match(log.of('delivery.dead'), [{ attempt: 22, cause: 'no' }])
  t.match(Object.fromEntries(journal.place('test').rows), { 1: { state: 'dead', attempts: 22 } })
  await clock.advance(60_000)
  t.equal(harness.offers.length, 22)
  await stop(harness)
})

t.test('jitter is added to each delay', async t => {
  const harness = createHarness({ random: () => 0.5 })
  harness.journal.append('RT1')
  harness.state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await harness.clock.quiet()
  t.match(harness.log.of('delivery.retry'), [{ retryInMs: 1_050 }])
  await stop(harness)
})

t.test('a Retry-After that is longer than the schedule is honoured', async t => {
  const harness = createHarness()
  const { journal, clock, state, offers, log } = harness
  journal.append('RT1')
  journal.append('RT2')
  state.deliver = batch => failing(batch, [1], { retryAfterMs: 90_000 })
  await harness.drain.start()
  await clock.quiet()
  t.match(log.of('delivery.retry'), [{ id: 'RT1-1', retryInMs: 90_000 }])
  journal.append('RT3')
  await clock.advance(500)
  t.strictSame(offers, [[1, 2], [3]], 'and holds nothing up where others got through')
  await clock.advance(89_499)
  t.equal(offers.length, 2)
  await clock.advance(1)
  t.strictSame(offers[2], [1])
  await stop(harness)
})

t.test('a Retry-After silences the sink where nothing got through', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, state, offers } = harness
  journal.append('RT1')
  journal.append('RT2')
  state.deliver = batch => failing(batch, [1], { retryAfterMs: 30_000 })
  await harness.drain.start()
  await clock.advance(29_999)
  t.strictSame(offers, [[1]])
  state.deliver = () => {}
  await clock.advance(1)
  t.strictSame(offers, [[1], [1], [2]])
  await stop(harness)
})

t.test('whatever a sink throws or returns is a failure with a cause, never a crash', async t => {
  const cases: [() => unknown, RegExp][] = [
    [() => Promise.reject(new Error('down\nfor good')), /^down for good$/],
    [() => Promise.reject('nope'), /^threw nope$/],
    [() => Promise.reject(undefined), /^threw undefined$/],
    [() => ({ failed: [{ id: 'RT9-9', cause: 'x' }] }), /not in the batch: RT9-9/],
    [() => ({ failed: 3 }), /`failed` as no array/],
    [() => 'ok', /no delivery report/],
    [() => new Response(null, { status: 204 }), /no delivery report/],
  ]
  for (const [deliver, cause] of cases) {
    const harness = createHarness()
    harness.journal.append('RT1')
    harness.journal.append('RT2')
    harness.state.deliver = deliver
    await harness.drain.start()
    await harness.clock.quiet()
    t.match(harness.log.of('delivery.retry'), [{ cause }, { cause }])
    harness.state.deliver = () => {}
    await harness.clock.advance(2_000)
    t.strictSame(harness.journal.place('test').rows.size, 0)
    await stop(harness)
  }
})

t.test('a sink whose deliver is no async function may throw and return', async t => {
  let calls = 0
  const harness = createHarness({
    sink: {
      deliver() {
        if (calls++ === 0) throw new FinalError('never')
        return undefined as unknown as Promise<void>
      },
      close() {},
    },
  })
  harness.journal.append('RT1')
  harness.journal.append('RT1')
  await harness.drain.start()
  await harness.clock.quiet()
  t.match(harness.log.of('delivery.dead'), [{ id: 'RT1-1', cause: 'never' }])
  t.match(harness.log.of('delivery.done'), [{ id: 'RT1-2', answer: 'ok' }])
  await stop(harness)
})

t.test('a sink that changes its events changes nothing of ours', async t => {
  const harness = createHarness()
  harness.journal.append('RT1')
  harness.state.deliver = batch => {
    const failed = batch.map(({ id }) => ({ id, cause: 'no' }))
    for (const event of batch) Object.assign(event, { id: 'x', source: null, subject: 7 })
    return { failed }
  }
  await harness.drain.start()
  await harness.clock.quiet()
  t.match(harness.log.of('delivery.retry'), [{ id: 'RT1-1', recordingSid: 'RT1', cause: 'no' }])
  await stop(harness)
})

t.test('a hanging sink is told to stop, and has failed when it does', async t => {
  const harness = createHarness({ timeoutMs: 5_000 })
  const { journal, clock, state, log } = harness
  journal.append('RT1')
  state.deliver = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  await harness.drain.start()
  await clock.advance(4_999)
  t.strictSame(log.lines, [])
  await clock.advance(1)
  t.match(log.of('delivery.retry'), [{ cause: 'timed out after 5000 ms', ms: 5_000 }])
  t.match(journal.place('test').batches, [{ answer: 'timeout', failed: 1 }])
  await stop(harness)
})

t.test(
  'a sink that ignores its signal is abandoned a second later, and not heard again',
  async t => {
    const harness = createHarness({ timeoutMs: 5_000 })
    const { journal, clock, state, log, offers } = harness
    journal.append('RT1')
    journal.append('RT1')
    const gate = Promise.withResolvers<void>()
    state.deliver = () => gate.promise
    await harness.drain.start()
    await clock.advance(5_999)
    t.strictSame(log.lines, [], 'until then nothing else is delivered')
    await clock.advance(1)
    t.match(log.of('delivery.retry'), [{ cause: 'timed out after 5000 ms' }])
    state.deliver = batch => failing(batch, [1])
    gate.resolve()
    await clock.quiet()
    t.equal(log.of('delivery.done').length, 0)
    t.strictSame(offers, [[1]], 'the late success counts for nothing')
    state.deliver = () => {}
    await clock.advance(1_000)
    t.strictSame(offers, [[1], [1], [2]])
    await stop(harness)
  },
)

t.test('what a sink reports in time after its signal counts', async t => {
  const harness = createHarness({ timeoutMs: 5_000 })
  const { journal, clock, state, log } = harness
  journal.append('RT1')
  journal.append('RT2')
  state.deliver = (batch, { signal }) =>
    new Promise(resolve => {
      signal.addEventListener('abort', () => resolve(failing(batch, [2])))
    })
  await harness.drain.start()
  await clock.advance(5_000)
  t.match(log.of('delivery.done'), [{ id: 'RT1-1' }])
  t.match(log.of('delivery.retry'), [{ id: 'RT2-2', attempt: 1 }])
  await stop(harness)
})
