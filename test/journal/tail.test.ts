import t from 'tap'
import type { RecentEvent } from '../../src/journal/protocol.ts'
import { createTail } from '../../src/journal/tail.ts'

function recent(after: number, upTo: number, positions: number[]) {
  const events = positions.map((position): RecentEvent => {
    const event = { id: `id-${position}`, subject: 'RT1', type: 'test.a', data: {} }
    return [position, 1_700_000_000_000, JSON.stringify(event)]
  })
  return { after, upTo, events }
}

const positions = (read: { events: { position: number }[] } | undefined) =>
  read?.events.map(({ position }) => position)

t.test('reads what it was told, in pages, over positions that hold no event', async t => {
  const tail = createTail(() => 0)
  tail.extend(recent(10, 14, [11, 13]))
  tail.extend(recent(14, 16, [15]))
  t.equal(tail.read(9, 10), undefined, 'what came before is not known')
  t.same(positions(tail.read(10, 2)), [11, 13])
  t.equal(tail.read(10, 2)?.upTo, 13)
  t.match(tail.read(13, 2), { events: [{ position: 15, event: { id: 'id-15' } }], upTo: 16 })
  t.match(tail.read(15, 2), { events: [], upTo: 16 })
  t.equal(tail.read(17, 2), undefined, 'the file may know more')
})

t.test('a gap makes a new beginning', async t => {
  const tail = createTail(() => 0)
  tail.extend(recent(0, 2, [1, 2]))
  tail.extend(recent(5, 6, [6]))
  t.equal(tail.read(0, 10), undefined)
  t.same(positions(tail.read(5, 10)), [6])
})

t.test('forgets the oldest beyond its bound', async t => {
  const tail = createTail(() => 0)
  const many = Array.from({ length: 5_000 }, (_, at) => at + 1)
  tail.extend(recent(0, 5_000, many))
  t.equal(tail.read(0, 1), undefined)
  t.same(positions(tail.read(4_998, 10)), [4_999, 5_000])
  t.same(positions(tail.read(1_000, 1)), [1_001])
})

t.test('is not believed for long that there is nothing new', async t => {
  let now = 0
  const tail = createTail(() => now)
  tail.extend(recent(0, 1, [1]))
  t.match(tail.read(1, 10), { events: [] })
  now = 1_000
  t.equal(tail.read(1, 10), undefined)
  t.same(positions(tail.read(0, 10)), [1])
  tail.extend(recent(1, 2, [2]))
  tail.doubt()
  t.equal(tail.read(2, 10), undefined, 'another replica has stored something')
  t.same(positions(tail.read(0, 10)), [1, 2])
})

t.test('each reader has events of its own, and long ones do not fill the memory', async t => {
  const tail = createTail(() => 0)
  tail.extend(recent(0, 1, [1]))
  const [one, other] = [tail.read(0, 1)!.events[0]!, tail.read(0, 1)!.events[0]!]
  ;(one.event.data as Record<string, unknown>)['changed'] = true
  t.same(other.event.data, {})
  const long = JSON.stringify({ id: 'x', data: { text: 'x'.repeat(1024 * 1024) } })
  tail.extend({
    after: 1,
    upTo: 21,
    events: Array.from({ length: 20 }, (_, at) => [at + 2, 0, long]),
  })
  t.equal(tail.read(1, 1), undefined)
  t.ok(tail.read(10, 1), 'the newest are there')
})
