import t from 'tap'
import { readInstant } from '../../src/cli/instant.ts'

const now = Date.parse('2026-11-24T12:00:00Z')
const read = (text: string): string | undefined => {
  const ms = readInstant(text, now)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

t.test('what is a time', t => {
  const cases: [string, string][] = [
    ['2026-11-24T03:12:45Z', '2026-11-24T03:12:45.000Z'],
    ['2026-11-24t03:12:45.123456z', '2026-11-24T03:12:45.123Z'],
    ['2026-11-24 03:12:45Z', '2026-11-24T03:12:45.000Z'],
    ['2026-11-24T03:12Z', '2026-11-24T03:12:00.000Z'],
    ['2026-11-24T05:12:45+02:00', '2026-11-24T03:12:45.000Z'],
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['90m', '2026-11-24T10:30:00.000Z'],
    ['2h', '2026-11-24T10:00:00.000Z'],
    ['3d', '2026-11-21T12:00:00.000Z'],
    ['30s', '2026-11-24T11:59:30.000Z'],
    ['99999999d', '1970-01-01T00:00:00.000Z'],
  ]
  for (const [text, wanted] of cases) t.equal(read(text), wanted, text)
  t.end()
})

t.test('what is none', t => {
  const texts = [
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-11-24T25:00:00Z',
    '2026-11-24T03:12:45',
    '2026-11-24T03:12:45+99:00',
    '1764000000',
    '0h',
    '-2h',
    '2 h',
    '1.5h',
    '2w',
    `${'9'.repeat(400)}h`,
    '２h',
  ]
  for (const text of texts) t.equal(read(text), undefined, text)
  t.end()
})
