import t from 'tap'
import { createHarness, failing, stop } from './harness.ts'

t.test('delivers in order, in batches without two of one subject', async t => {
  const harness = createHarness({ batchSize: 3 })
  for (const subject of ['RT1', 'RT2', 'RT1', 'RT3', 'RT4', 'RT5', 'RT5']) {
    harness.journal.append(subject)
  }
  await harness.drain.start()
  await harness.clock.quiet()
  t.strictSame(harness.offers, [[1, 2], [3, 4, 5], [6], [7]])
  await stop(harness)
  t.equal(harness.journal.place('test').position, 7)
  t.match(harness.journal.place('test').batches[1], { first: 3, last: 5, delivered: 3, failed: 0 })
})

t.test('an event that fails is parked, later ones of its subject behind it', async t => {
  const harness = createHarness()
  const { journal, clock, state, offers } = harness
  for (const subject of ['RT1', 'RT2', 'RT1', 'RT3', 'RT1']) journal.append(subject)
  let broken = true
  state.deliver = batch => (broken ? failing(batch, [1]) : undefined)
  await harness.drain.start()
  await clock.quiet()
  t.strictSame(offers, [[1, 2], [4]], 'others go on')
  const { position, rows } = journal.place('test')
  t.equal(position, 5)
  t.match(Object.fromEntries(rows), {
    1: { state: 'waiting', attempts: 1, cause: 'no', subject: 'RT1', at: 1_000 },
    3: { state: 'waiting', attempts: 0 },
    5: { state: 'waiting', attempts: 0 },
  })

  broken = false
  await clock.advance(1_000)
  t.strictSame(offers.slice(2), [[1], [3], [5]], 'then they follow, in order')
  t.equal(rows.size, 0)
  t.strictSame(harness.attempts, [1, 1, 2, 1, 1])
  await stop(harness)
})

t.test('what waits behind goes on when the earlier one is dead', async t => {
  const harness = createHarness({ retry: { attempts: 2 } })
  const { journal, clock, state, offers, log } = harness
  for (const subject of ['RT1', 'RT1', 'RT2']) journal.append(subject)
  state.deliver = batch => failing(batch, [1])
  await harness.drain.start()
  await clock.advance(999)
  t.strictSame(offers, [[1], [3]])
  await clock.advance(1)
  t.strictSame(offers, [[1], [3], [1], [2]])
  t.match(Object.fromEntries(journal.place('test').rows), { 1: { state: 'dead', attempts: 2 } })
  t.match(log.of('delivery.dead'), [{ level: 'error', id: 'RT1-1', attempt: 2, cause: 'no' }])
  await stop(harness)
})

t.test('a final error is the end of an event, and of nothing else', async t => {
  const harness = createHarness()
  const { journal, clock, state, offers, log } = harness
  for (let at = 0; at < 8; at++) journal.append(`RT${at}`)
  state.deliver = batch => failing(batch, [1, 2, 3, 4, 5, 6, 7, 8], { final: true })
  await harness.drain.start()
  await clock.advance(60_000)
  t.equal(offers.length, 1)
  t.equal(log.of('delivery.dead').length, 8)
  t.equal(log.of('sink.open').length, 0)
  journal.append('RT1')
  await clock.advance(500)
  t.strictSame(offers[1], [9])
  await stop(harness)
})

t.test('only wanted types are delivered, the cursor passes the others', async t => {
  const harness = createHarness({ types: ['twilio.video.recording.*', 'twilio.video.room.ended'] })
  const { journal, clock, state, offers } = harness
  journal.append('RM1', 'twilio.video.room.created')
  journal.append('RT1')
  journal.append('RM1', 'twilio.video.room.ended')
  journal.append('RT2', 'twilio.video.recordings')
  await harness.drain.start()
  await clock.quiet()
  t.strictSame(offers, [[2, 3]])
  t.equal(journal.place('test').position, 4)

  const { settlements } = journal.place('test')
  for (let at = 0; at < 64; at++) journal.append('RM1', 'twilio.video.room.created')
  await clock.advance(500)
  t.equal(journal.place('test').position, 68)
  t.equal(journal.place('test').settlements, settlements + 1, 'one for all of them')

  state.deliver = batch => failing(batch, [69])
  journal.append('RM2', 'twilio.video.room.ended')
  journal.append('RM2', 'twilio.video.room.created')
  await clock.advance(500)
  t.strictSame([...journal.place('test').rows.keys()], [69], 'not parked behind another either')
  await stop(harness)
})

t.test('an empty list of types wants none', async t => {
  const harness = createHarness({ types: [] })
  harness.journal.append('RT1')
  await harness.drain.start()
  await harness.clock.quiet()
  t.strictSame(harness.offers, [])
  t.equal(harness.journal.place('test').position, 1)
  await stop(harness)
})

t.test('a new sink may start after what is stored', async t => {
  const harness = createHarness({ from: 'now' })
  harness.journal.append('RT1')
  await harness.drain.start()
  harness.journal.append('RT2')
  harness.drain.wake()
  await harness.clock.quiet()
  t.strictSame(harness.offers, [[2]])
  await stop(harness)
})

t.test('a hint brings an event at once, the poll brings it in half a second', async t => {
  const harness = createHarness()
  const { journal, clock, offers } = harness
  harness.drain.wake()
  await harness.drain.start()
  await clock.quiet()
  journal.append('RT1')
  harness.drain.wake()
  await clock.quiet()
  t.strictSame(offers, [[1]])
  journal.append('RT2')
  await clock.quiet()
  t.equal(offers.length, 1)
  await clock.advance(500)
  t.strictSame(offers, [[1], [2]])
  await stop(harness)
})

t.test('neither starves the other while both have work', async t => {
  const harness = createHarness({ batchSize: 1 })
  const { journal, clock, state, offers } = harness
  for (let at = 1; at <= 4; at++) journal.append(`RT${at}`)
  // Each success between keeps the circuit closed.
  state.deliver = batch => failing(batch, [1, 3])
  await harness.drain.start()
  await clock.quiet()
  offers.length = 0
  const gate = Promise.withResolvers<void>()
  state.deliver = () => gate.promise
  for (let at = 5; at <= 8; at++) journal.append(`RT${at}`)
  harness.drain.wake()
  await clock.advance(2_000)
  t.strictSame(offers, [[5]])
  gate.resolve()
  await clock.quiet()
  t.strictSame(offers, [[5], [1], [6], [3], [7], [8]])
  await stop(harness)
})
