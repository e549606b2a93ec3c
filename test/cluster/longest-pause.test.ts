import t from 'tap'
import { longestPause } from './longest-pause.ts'

const at = (id: string, at: number) => ({ id, at })

t.test('nothing was ever outstanding: no pause', async t => {
  t.same(longestPause(new Map(), []), { from: 0, to: 0, ms: 0 })
  t.same(longestPause(new Map([['a', 100]]), [at('a', 90)]), { from: 0, to: 0, ms: 0 })
})

t.test('time with nothing to get is not waited', async t => {
  const acknowledged = new Map(Object.entries({ a: 0, b: 1_000 }))
  t.same(longestPause(acknowledged, [at('a', 20), at('b', 1_050)]), {
    from: 1_000,
    to: 1_050,
    ms: 50,
  })
})

t.test('what waits behind others counts from the arrival before it', async t => {
  const acknowledged = new Map(Object.entries({ a: 0, b: 0, c: 70 }))
  const arrivals = [at('a', 10), at('a', 40), at('b', 100), at('c', 120)]
  t.same(longestPause(acknowledged, arrivals), { from: 40, to: 100, ms: 60 })
})

t.test('what never arrived does not end the last pause', async t => {
  const acknowledged = new Map(Object.entries({ a: 0, b: 5 }))
  t.same(longestPause(acknowledged, [at('a', 10)]).ms, Number.POSITIVE_INFINITY)
})

t.test('some time may not count', async t => {
  const acknowledged = new Map(Object.entries({ a: 0, b: 0 }))
  const counted = (from: number, to: number): number => Math.max(0, to - Math.max(from, 90))
  const arrivals = [at('a', 95), at('b', 100)]
  t.same(longestPause(acknowledged, arrivals, counted), { from: 0, to: 95, ms: 5 })
})
