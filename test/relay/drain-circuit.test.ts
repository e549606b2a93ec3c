import t from 'tap'
import { createHarness, failing, positionOf, stop } from './harness.ts'

const down = () => Promise.reject(new Error('ECONNREFUSED'))

t.test('a dead sink costs one batch and four events, then probes', async t => {
  const harness = createHarness({ batchSize: 10 })
  const { journal, clock, state, offers, log } = harness
  for (let at = 1; at <= 1_000; at++) journal.append(`RT${at}`)
  state.deliver = down
  await harness.drain.start()
  await clock.quiet()
  t.strictSame(
    offers.map(({ length }) => length),
    [10, 1, 1, 1, 1],
  )
  t.match(log.of('sink.open'), [
    { level: 'error', sink: 'test', failures: 5, cause: 'ECONNREFUSED', probeInMs: 5_000 },
  ])
  t.equal(journal.place('test').position, 14)

  const before = offers.length
  await clock.advance(3_600_000)
  const probes = offers.slice(before)
  t.ok(probes.every(({ length }) => length === 1))
  t.equal(probes.length, 3 + 59, 'at 5, 15, 35, 75 s, then once a minute')
  t.equal(log.of('sink.open').length, 1)
  const fresh = harness.attempts.slice(before).filter(attempt => attempt === 1)
  t.ok(Math.abs(2 * fresh.length - probes.length) <= 1, 'fresh and parked ones in turn')
  t.ok(journal.place('test').rows.size < 14 + 32, 'nor is the log parked')
  await stop(harness)
})

t.test('a probe that gets through closes the circuit and everything follows', async t => {
  const harness = createHarness({ batchSize: 10 })
  const { journal, clock, state, offers, log } = harness
  for (let at = 1; at <= 100; at++) journal.append(`RT${at}`)
  state.deliver = down
  await harness.drain.start()
  await clock.advance(60_000)
  state.deliver = () => {}
  await clock.advance(60_000)
  t.match(log.of('sink.closed'), [{ level: 'info', sink: 'test', openMs: 75_000 }])
  t.equal(journal.place('test').rows.size, 0)
  t.equal(journal.place('test').position, 100)
  const delivered = offers.flat()
  t.equal(new Set(delivered).size, 100)
  await stop(harness)
})

t.test('one poisonous event neither opens the circuit for good nor keeps it open', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, state, offers, log } = harness
  journal.append('RT1')
  state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await clock.advance(60_000)
  t.equal(log.of('sink.open').length, 1, 'alone it looks like a dead sink')
  journal.append('RT2')
  await clock.advance(60_000)
  t.equal(log.of('sink.closed').length, 1)
  t.ok(offers.flat().includes(2))
  await stop(harness)
})

t.test('a poisonous event that spoils its batch is found', async t => {
  const harness = createHarness({ batchSize: 10 })
  const { journal, clock, state, log } = harness
  for (let at = 1; at <= 30; at++) journal.append(`RT${at}`)
  state.deliver = batch => (batch.some(event => positionOf(event) === 5) ? down() : undefined)
  await harness.drain.start()
  await clock.advance(10_000)
  t.strictSame([...journal.place('test').rows.keys()], [5])
  t.equal(log.of('sink.open').length, 0)
  await stop(harness)
})

t.test('while it is open, hints and polls attempt nothing', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, state, offers } = harness
  for (let at = 1; at <= 5; at++) journal.append(`RT${at}`)
  state.deliver = down
  await harness.drain.start()
  await clock.quiet()
  t.equal(offers.length, 5)
  for (let hint = 0; hint < 10; hint++) {
    journal.append('RT6')
    harness.drain.wake()
    await clock.advance(400)
  }
  t.equal(offers.length, 5)
  await stop(harness)
})
