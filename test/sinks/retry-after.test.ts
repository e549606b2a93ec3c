import t from 'tap'
import { retryAfterMs } from '../../src/sinks/retry-after.ts'

const now = Date.UTC(2025, 2, 1, 10, 0, 0)

t.test('seconds', async t => {
  t.equal(retryAfterMs('0', now), 0)
  t.equal(retryAfterMs(' 120 ', now), 120_000)
  t.equal(retryAfterMs('9'.repeat(400), now), 3_600_000)
})

t.test('a date', async t => {
  t.equal(retryAfterMs('Sat, 01 Mar 2025 10:00:30 GMT', now), 30_000)
  t.equal(retryAfterMs('Sat, 01 Mar 2025 09:00:00 GMT', now), 0)
  t.equal(retryAfterMs('Tue, 01 Mar 2050 09:00:00 GMT', now), 3_600_000)
})

t.test('anything else says nothing', async t => {
  for (const header of [undefined, '', '-1', '1.5', '1e3', 'soon', '2025-03-01', 'never GMT']) {
    t.equal(retryAfterMs(header, now), undefined)
  }
})
