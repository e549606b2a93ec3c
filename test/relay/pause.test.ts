import t from 'tap'
import { createPause } from '../../src/relay/pause.ts'
import { createManualClock } from './manual-clock.ts'

function sleeper() {
  const clock = createManualClock()
  const pause = createPause(clock)
  const state = { awake: 0 }
  const sleep = (ms: number) => void pause.sleep(ms).then(() => state.awake++)
  return { clock, pause, state, sleep }
}

t.test('sleeps for as long as it was told', async t => {
  const { clock, state, sleep } = sleeper()
  sleep(500)
  await clock.advance(499)
  t.equal(state.awake, 0)
  await clock.advance(1)
  t.equal(state.awake, 1)
})

t.test('is cut short, and leaves no timer behind', async t => {
  const { clock, pause, state, sleep } = sleeper()
  sleep(500)
  pause.interrupt()
  pause.interrupt()
  await clock.quiet()
  t.equal(state.awake, 1)
  t.equal(clock.pending(), 0)
  sleep(500)
  await clock.quiet()
  t.equal(state.awake, 1, 'the next sleep is a whole one')
})

t.test('an interruption between two sleeps is not lost', async t => {
  const { clock, pause, state, sleep } = sleeper()
  pause.interrupt()
  sleep(500)
  await clock.quiet()
  t.equal(state.awake, 1)
  t.equal(clock.pending(), 0)
})

t.test('no time at all is no sleep', async t => {
  const { clock, state, sleep } = sleeper()
  sleep(0)
  sleep(-1)
  sleep(Number.NEGATIVE_INFINITY)
  await clock.quiet()
  t.equal(state.awake, 3)
})
