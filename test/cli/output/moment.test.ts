import t from 'tap'
import { age, moment, momentAndAge, span } from '../../../src/cli/output/moment.ts'

const now = Date.parse('2026-11-24T03:24:45Z')

t.test('instants for people', t => {
  t.equal(moment('2026-11-24T03:12:45.678Z'), '2026-11-24 03:12:45Z')
  t.equal(moment('2026-11-24T05:12:45+02:00'), '2026-11-24 03:12:45Z')
  t.equal(moment('whenever'), 'whenever')
  t.equal(moment(''), '')
  t.equal(momentAndAge('2026-11-24T03:12:45Z', now), '2026-11-24 03:12:45Z (12 min ago)')
  t.equal(momentAndAge('', now), '')
  t.end()
})

t.test('how long', t => {
  const cases: [number, string][] = [
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [47 * 3600, '47 h'],
    [48 * 3600, '2 d'],
    [400 * 86_400, '400 d'],
  ]
  for (const [seconds, text] of cases) t.equal(span(seconds), text)
  t.equal(age(now, now), 'now')
  t.equal(age(now + 3 * 60_000, now), 'in 3 min')
  t.end()
})
