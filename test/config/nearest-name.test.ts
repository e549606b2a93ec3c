import t from 'tap'
import { nearestName } from '../../src/config/nearest-name.ts'

t.test('the fewest edits', async t => {
  const known = ['serve', 'send', 'verify', 'healthcheck']
  const cases = {
    srve: 'serve',
    SEND: 'send',
    'health-check': 'healthcheck',
    vreify: 'verify',
    sned: 'send',
  }
  for (const [name, expected] of Object.entries(cases)) t.equal(nearestName(name, known), expected)
  t.equal(nearestName('', ['first', 'third']), 'first')
  t.equal(nearestName('x', []), undefined)
  t.equal(nearestName('x'.repeat(1_000_000), known), 'serve')
})
