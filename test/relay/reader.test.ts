import t from 'tap'
import { createFeedHealth } from '../../src/relay/feed-health.ts'
import { createReader, type Reader } from '../../src/relay/reader.ts'
import { createManualClock } from './manual-clock.ts'
import { createMemoryJournal } from './memory-feed.ts'
import { createRecordingLog } from './recording-log.ts'

function setup(limit = 2) {
  const clock = createManualClock()
  const log = createRecordingLog()
  const journal = createMemoryJournal(clock)
  const feed = journal.connect('test')
  const asked: number[] = []
  const read = feed.read
  feed.read = (after, most) => {
    asked.push(after)
    return read(after, most)
  }
  const health = createFeedHealth('test', log)
  const reader = createReader({ feed, after: 0, limit, health, clock })
  return { clock, log, journal, feed, asked, reader }
}

function take(reader: Reader): number[] {
  const positions: number[] = []
  for (let event = reader.peek(); event; event = reader.peek()) {
    positions.push(event.position)
    reader.skip()
  }
  return positions
}

t.test('reads ahead, but no more than asked for', async t => {
  const { journal, reader, asked } = setup()
  for (let at = 0; at < 5; at++) journal.append('RT1')
  await reader.fill()
  await reader.fill()
  t.strictSame(asked, [0])
  t.equal(reader.position(), 0)
  reader.skip()
  t.equal(reader.position(), 1)
  await reader.fill()
  t.strictSame(take(reader), [2, 3, 4])
  await reader.fill()
  t.strictSame(take(reader), [5])
})

t.test('its position is where the log was read to, and never goes back', async t => {
  const { journal, reader } = setup()
  journal.append('RT1')
  journal.skip()
  journal.skip()
  await reader.fill()
  t.equal(reader.position(), 0)
  take(reader)
  t.equal(reader.position(), 3, 'what can not be relayed at the end is passed')
  reader.hint()
  journal.append('RT1')
  await reader.fill()
  t.equal(reader.position(), 3)
  take(reader)
  t.equal(reader.position(), 4)
})

t.test('an empty log is asked again after 500 ms, or upon a hint', async t => {
  const { clock, reader, asked } = setup()
  t.equal(reader.readyAt(), Number.NEGATIVE_INFINITY)
  await reader.fill()
  t.equal(reader.readyAt(), 500)
  await reader.fill()
  t.equal(asked.length, 1)
  reader.hint()
  t.equal(reader.readyAt(), Number.NEGATIVE_INFINITY)
  await reader.fill()
  t.equal(asked.length, 2)
  await clock.advance(500)
  await reader.fill()
  t.equal(asked.length, 3)
})

t.test('a hint that comes while an empty answer is on its way is not lost', async t => {
  const { clock, feed, journal, reader } = setup()
  const gate = Promise.withResolvers<void>()
  const read = feed.read
  feed.read = async (after, limit) => {
    const answer = await read(after, limit)
    await gate.promise
    return answer
  }
  const filling = reader.fill()
  await clock.quiet()
  journal.append('RT1')
  reader.hint()
  gate.resolve()
  await filling
  t.equal(reader.readyAt(), Number.NEGATIVE_INFINITY)
  await reader.fill()
  t.strictSame(take(reader), [1])
})

t.test('a log that can not be read is left alone for 500 ms, hints or not', async t => {
  const { clock, log, feed, journal, reader, asked } = setup()
  journal.append('RT1')
  feed.before.read = () => {
    throw new Error('I/O error')
  }
  await reader.fill()
  reader.hint()
  await reader.fill()
  t.equal(asked.length, 1)
  t.equal(reader.readyAt(), 500)
  await clock.advance(500)
  await reader.fill()
  t.equal(asked.length, 2)
  t.equal(log.of('journal.failed').length, 1)
  feed.before = {}
  await clock.advance(500)
  await reader.fill()
  t.strictSame(take(reader), [1])
  t.match(log.of('journal.recovered'), [{ sink: 'test', operation: 'read' }])
})

t.test('what was taken while a read was under way is not seen twice', async t => {
  const { clock, feed, journal, reader } = setup(3)
  for (let at = 0; at < 6; at++) journal.append('RT1')
  await reader.fill()
  reader.skip()
  const gate = Promise.withResolvers<void>()
  feed.before.read = () => gate.promise
  const filling = reader.fill()
  t.strictSame(take(reader), [2, 3])
  await clock.quiet()
  gate.resolve()
  await filling
  t.equal(reader.position(), 3)
  t.strictSame(take(reader), [4, 5, 6])
})
