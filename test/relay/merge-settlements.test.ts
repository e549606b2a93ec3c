import t from 'tap'
import { nothingSettled as nothing } from '../../src/domain/journal.ts'
import { mergeSettlements } from '../../src/relay/merge-settlements.ts'

const subject = 'RT1'
const parked = (position: number, attempts: number) => {
  return { position, subject, attempts, cause: 'no', retryInMs: 1_000 }
}

t.test('one alone stays as it is', async t => {
  const only = { ...nothing, position: 3 }
  t.equal(mergeSettlements([only]), only)
})

t.test('the cursor is at its latest place, every batch keeps its row', async t => {
  const batch = (at: number) => {
    return { first: at, last: at, delivered: 1, failed: 0, ms: 1, answer: 'ok' }
  }
  const merged = mergeSettlements([
    { ...nothing, position: 3, batches: [batch(3)] },
    { ...nothing, batches: [batch(1)], unpark: [1] },
    { ...nothing, position: 5, batches: [batch(5)] },
  ])
  t.equal(merged.position, 5)
  t.strictSame(merged.batches, [batch(3), batch(1), batch(5)])
  t.notOk('position' in mergeSettlements([nothing, nothing]))
})

t.test('the last word on each event counts', async t => {
  const dead = { position: 3, subject, attempts: 2, cause: 'no' }
  const merged = mergeSettlements([
    { ...nothing, park: [parked(1, 1), parked(2, 1), parked(3, 1), parked(4, 1)] },
    { ...nothing, park: [parked(1, 2)], unpark: [2], dead: [dead] },
  ])
  t.strictSame(merged.park, [parked(1, 2), parked(4, 1)])
  t.strictSame(merged.unpark, [2])
  t.strictSame(merged.dead, [dead])
})
