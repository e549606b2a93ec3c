import t from 'tap'
import { systemClock } from '../../src/domain/clock.ts'

t.test('time does not go back, and a timer comes when time has passed', async t => {
  const before = systemClock.now()
  await new Promise<void>(resolve => systemClock.after(1, resolve))
  t.ok(systemClock.now() >= before)
})

t.test('a timer that is cancelled does not come', async t => {
  let came = false
  const cancel = systemClock.after(1, () => {
    came = true
  })
  cancel()
  await new Promise<void>(resolve => systemClock.after(5, resolve))
  t.notOk(came)
  t.doesNotThrow(cancel, 'again')
})
