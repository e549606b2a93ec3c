import t from 'tap'
import { nothingSettled, type Settlement } from '../../src/domain/journal.ts'
import { createFeedHealth } from '../../src/relay/feed-health.ts'
import { createSettler } from '../../src/relay/settler.ts'
import { createManualClock } from './manual-clock.ts'
import { createRecordingLog } from './recording-log.ts'

const at = (position: number): Settlement => ({ ...nothingSettled, position })

function setup(settle: (settlement: Settlement) => Promise<void>) {
  const clock = createManualClock()
  const log = createRecordingLog()
  const written: (number | undefined)[] = []
  let room = 0
  const settler = createSettler({
    feed: {
      async settle(settlement) {
        await settle(settlement)
        written.push(settlement.position)
      },
    },
    health: createFeedHealth('test', log),
    clock,
    onRoom: () => room++,
  })
  return { clock, log, written, settler, room: () => room }
}

t.test('writes at once, and what comes meanwhile together', async t => {
  let release = () => {}
  const { clock, settler, written } = setup(
    () =>
      new Promise(resolve => {
        release = resolve
      }),
  )
  for (let position = 1; position <= 5; position++) settler.add(at(position))
  await clock.quiet()
  t.strictSame(written, [])
  release()
  await clock.quiet()
  t.strictSame(written, [1])
  release()
  await clock.quiet()
  t.strictSame(written, [1, 5])
  t.equal(await settler.finish(1_000), true)
})

t.test('is full when eight wait for one that is slow', async t => {
  const gate = Promise.withResolvers<void>()
  const { clock, settler, room } = setup(() => gate.promise)
  for (let position = 1; position <= 8; position++) settler.add(at(position))
  t.notOk(settler.full())
  settler.add(at(9))
  t.ok(settler.full())
  gate.resolve()
  await clock.quiet()
  t.notOk(settler.full())
  t.ok(room() > 0)
})

t.test('keeps what could not be written, tries again, says so once each way', async t => {
  let broken = true
  const { clock, log, settler, written } = setup(async () => {
    if (broken) throw new Error('disk full')
  })
  settler.add(at(1))
  await clock.quiet()
  t.ok(settler.full())
  settler.add(at(2))
  await clock.advance(5_000)
  t.strictSame(written, [])
  broken = false
  await clock.advance(500)
  t.strictSame(written, [2], 'merged')
  t.notOk(settler.full())
  t.match(log.lines, [
    { level: 'error', event: 'journal.failed', operation: 'settle', cause: 'disk full' },
    { level: 'info', event: 'journal.recovered', operation: 'settle' },
  ])
  t.equal(log.lines.length, 2)
})

t.test('finishing tries at once, then for as long as it may', async t => {
  let broken = true
  const { clock, settler, written } = setup(async () => {
    if (broken) throw new Error('disk full')
  })
  settler.add(at(1))
  await clock.quiet()
  const finishing = settler.finish(2_000)
  await clock.advance(1_000)
  broken = false
  await clock.advance(500)
  t.equal(await finishing, true)
  t.strictSame(written, [1])
  t.equal(clock.pending(), 0)
})

t.test('finishing gives up, and nothing goes on after it', async t => {
  let tries = 0
  const { clock, settler } = setup(async () => {
    tries++
    throw new Error('disk full')
  })
  settler.add(at(1))
  const finishing = settler.finish(2_000)
  await clock.advance(2_000)
  t.equal(await finishing, false)
  await clock.quiet()
  const triesThen = tries
  await clock.advance(60_000)
  t.equal(tries, triesThen)
  t.equal(clock.pending(), 0)
})

t.test('finishing does not wait forever for a write that hangs', async t => {
  const { clock, settler } = setup(() => new Promise(() => {}))
  settler.add(at(1))
  const finishing = settler.finish(2_000)
  await clock.advance(2_000)
  t.equal(await finishing, false)
  t.equal(clock.pending(), 0)
})
