import fc from 'fast-check'
import t from 'tap'
import { createDueHeap, type Due } from '../../src/relay/due-heap.ts'

t.test('comes out by due time, then by position, however it went in', async t => {
  const due = fc.record({ dueAt: fc.nat(9), position: fc.nat() })
  fc.assert(
    fc.property(fc.array(due), items => {
      const heap = createDueHeap<Due>()
      for (const item of items) heap.push(item)
      const out = items.map(() => heap.pop()!)
      const sorted = [...items].sort((a, b) => a.dueAt - b.dueAt || a.position - b.position)
      t.strictSame(out, sorted)
    }),
    { numRuns: 50 },
  )
})

t.test('an empty heap has nothing', async t => {
  const heap = createDueHeap<Due>()
  t.equal(heap.pop(), undefined)
  t.equal(heap.peek(), undefined)
  heap.push({ dueAt: 1, position: 1 })
  t.strictSame(heap.peek(), { dueAt: 1, position: 1 })
  heap.pop()
  t.equal(heap.peek(), undefined)
})
