import t from 'tap'
import { checkLeases } from './check-leases.ts'

const taken = [
  { sink: 'one', token: 1, owner: 'first', takenAt: 1_000 },
  { sink: 'one', token: 2, owner: 'second', takenAt: 5_000 },
]
const batch = (number: number, token: number, settledAt: number) => ({
  ...{ sink: 'one', first: 1, last: 2, number, token, settledAt },
})

t.test('each owner in its time', async t => {
  t.same(checkLeases([batch(2, 2, 6_000), batch(1, 1, 4_000)], taken), [])
})

t.test('a batch that was settled when another had the lease', async t => {
  t.match(checkLeases([batch(1, 1, 6_500)], taken), [/batch 1 .* 1\.5 ms after second took 2/])
})

t.test('tokens that go back, are unknown, or were given twice', async t => {
  t.match(checkLeases([batch(1, 2, 6_000), batch(2, 1, 4_000)], taken), [/batch 2 .* token 2/])
  t.match(checkLeases([batch(1, 3, 6_000)], taken), [/batch 1 .* token of nobody/])
  t.match(checkLeases([], [...taken, { ...taken[0]!, owner: 'third' }]), [/given twice/])
})
