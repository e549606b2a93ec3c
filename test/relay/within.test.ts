import t from 'tap'
import { within } from '../../src/relay/within.ts'
import { createManualClock } from './manual-clock.ts'

t.test('tells whether it ended in time, and leaves no timer behind', async t => {
  const clock = createManualClock()
  t.equal(await within(Promise.resolve(), 10, clock), true)
  await clock.quiet()
  t.equal(clock.pending(), 0)
  const late = within(new Promise(() => {}), 10, clock)
  await clock.advance(10)
  t.equal(await late, false)
})

t.test('rejects as the promise does', async t => {
  const clock = createManualClock()
  await t.rejects(within(Promise.reject(new Error('no')), 10, clock), { message: 'no' })
  await clock.quiet()
  t.equal(clock.pending(), 0)
})
