import { mock } from 'node:test'
import t from 'tap'
import { createBound } from '../../src/http/overload.ts'

t.test('places are given, and given back', async t => {
  const reports: number[] = []
  const bound = createBound(2, count => reports.push(count))
  t.ok(bound.enter())
  t.ok(bound.enter())
  t.notOk(bound.enter())
  bound.leave()
  t.ok(bound.enter())
  t.notOk(bound.enter())
  bound.turnAway()
  t.strictSame(reports, [1], 'the first at once')
  bound.close()
  t.strictSame(reports, [1, 2], 'the rest at the end')
  bound.close()
  t.strictSame(reports, [1, 2])
})

t.test('a flood is told of once a second', async t => {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const reports: number[] = []
  const bound = createBound(0, count => reports.push(count))
  for (let time = 0; time < 2_500; time += 100) {
    bound.enter()
    mock.timers.tick(100)
  }
  t.strictSame(reports, [1, 9, 10])
  mock.timers.tick(500)
  t.strictSame(reports, [1, 9, 10, 5])
  mock.timers.tick(5_000)
  bound.enter()
  t.strictSame(reports, [1, 9, 10, 5, 1], 'at once again after a quiet second')
  bound.close()
  t.equal(reports.length, 5)
})
