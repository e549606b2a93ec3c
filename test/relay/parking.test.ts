import t from 'tap'
import { createParking, type ParkedEntry } from '../../src/relay/parking.ts'

const entry = (position: number, subject: string, dueAt = 0, attempts = 1): ParkedEntry => {
  return { position, subject, attempts, dueAt }
}

const positions = (entries: ParkedEntry[]) => entries.map(({ position }) => position)

t.test('only the first of a subject is ever due', async t => {
  const parking = createParking()
  for (const [at, subject] of ['RT1', 'RT2', 'RT1', 'RT1'].entries()) {
    parking.add(entry(at + 1, subject))
  }
  const taken = parking.takeDue(0, 10)
  t.strictSame(positions(taken), [1, 2])
  t.strictSame(parking.takeDue(0, 10), [], 'while its fate is open, what is behind it waits')
  t.ok(parking.blocks('RT2'), 'and its subject is blocked')
  for (const each of taken) parking.release(each)
  t.notOk(parking.blocks('RT2'))
  t.strictSame(positions(parking.takeDue(0, 10)), [3])
})

t.test('the next of a subject has a due time of its own', async t => {
  const parking = createParking()
  parking.add(entry(1, 'RT1'))
  parking.add(entry(2, 'RT1', 500, 3))
  parking.release(parking.takeDue(0, 1)[0]!)
  t.equal(parking.nextDueAt(), 500)
  t.strictSame(parking.takeDue(499, 1), [])
  t.strictSame(positions(parking.takeDue(500, 1)), [2])
})

t.test('what was put back stays ahead of what is behind it', async t => {
  const parking = createParking()
  parking.add(entry(1, 'RT1'))
  parking.add(entry(2, 'RT1'))
  parking.putBack(parking.takeDue(0, 1)[0]!, 2, 100)
  t.equal(parking.nextDueAt(), 100)
  const [again] = parking.takeDue(100, 1)
  t.strictSame(again, entry(1, 'RT1', 100, 2))
})

t.test('only events with as many attempts are taken together, the first due decides', async t => {
  const parking = createParking()
  parking.add(entry(1, 'RT1', 1, 1))
  parking.add(entry(2, 'RT2', 2, 1))
  parking.add(entry(3, 'RT3', 3, 2))
  parking.add(entry(4, 'RT4', 4, 1))
  t.strictSame(positions(parking.takeDue(9, 10)), [1, 2])
  t.strictSame(positions(parking.takeDue(9, 10)), [3])
  t.strictSame(positions(parking.takeDue(9, 10)), [4])
  t.equal(parking.nextDueAt(), undefined)
})

t.test('each attempt halves what is taken together', async t => {
  for (const [attempts, most] of [
    [0, 100],
    [1, 50],
    [3, 12],
    [7, 1],
    [2_000, 1],
  ] as const) {
    const parking = createParking()
    for (let at = 1; at <= 100; at++) parking.add(entry(at, `RT${at}`, 0, attempts))
    t.equal(parking.takeDue(0, 100).length, most)
  }
})

t.test('a hundred thousand, of one subject or of many, are no trouble', async t => {
  for (const subjects of [1, 100_000]) {
    const parking = createParking()
    for (let at = 0; at < 100_000; at++) parking.add(entry(at, `RT${at % subjects}`))
    let last = -1
    for (let at = 0; at < 100_000; at++) {
      const [next] = parking.takeDue(0, 1)
      if (next!.position !== last + 1) t.fail(`${next!.position} after ${last}`)
      last = next!.position
      parking.release(next!)
    }
    t.equal(last, 99_999)
    t.equal(parking.nextDueAt(), undefined)
  }
})
