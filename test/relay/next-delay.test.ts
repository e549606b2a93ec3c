import fc from 'fast-check'
import t from 'tap'
import { defaultRetry, nextDelay } from '../../src/relay/next-delay.ts'

const never = () => 0
const hour = 3_600_000

t.test('the default schedule doubles from 1 s to 3 h and ends after about a day', async t => {
  const delays: number[] = []
  for (let attempt = 1; ; attempt++) {
    const delay = nextDelay(defaultRetry, attempt, never)
    if (delay === undefined) break
    delays.push(delay)
  }
  t.equal(delays.length, 21, 'so 22 attempts')
  t.strictSame(delays.slice(0, 4), [1_000, 2_000, 4_000, 8_000])
  t.equal(delays[13], 8_192_000)
  t.strictSame(new Set(delays.slice(14)), new Set([3 * hour]))
  const total = delays.reduce((sum, delay) => sum + delay, 0)
  t.equal(total, 16_383_000 + 21 * hour)
})

t.test('jitter is only added, at most a tenth', async t => {
  const double = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 21 }), double, (attempt, chance) => {
      const least = nextDelay(defaultRetry, attempt, never)!
      const delay = nextDelay(defaultRetry, attempt, () => chance)!
      return delay >= least && delay <= least * 1.1 && Number.isInteger(delay)
    }),
  )
  t.not(
    nextDelay(defaultRetry, 10, () => 0.9),
    nextDelay(defaultRetry, 10, never),
  )
})

t.test(
  'Retry-After counts where it is longer than the schedule, up to the longest delay',
  async t => {
    t.equal(nextDelay(defaultRetry, 1, never, 30_000), 30_000)
    t.equal(nextDelay(defaultRetry, 10, never, 30_000), 512_000)
    t.equal(nextDelay(defaultRetry, 1, never, Number.POSITIVE_INFINITY), 3 * hour)
    t.equal(nextDelay(defaultRetry, 22, never, 30_000), undefined, 'but gives no further attempt')
  },
)

t.test('a schedule beyond what numbers hold still ends at its longest delay', async t => {
  const policy = { ...defaultRetry, attempts: 5_000, factor: 100 }
  t.equal(nextDelay(policy, 4_999, never), 3 * hour)
})

t.test('a single attempt is never repeated', async t => {
  t.equal(nextDelay({ ...defaultRetry, attempts: 1 }, 1, never), undefined)
})
