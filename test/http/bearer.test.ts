import t from 'tap'
import type { AdminToken } from '../../src/domain/settings.ts'
import { tokenOf } from '../../src/http/bearer.ts'

const tokens: AdminToken[] = [
  { name: 'old', token: 'correct-horse', role: 'admin' },
  { name: 'new', token: 'battery-staple', role: 'admin' },
  { name: 'board', token: 'correct-horse-2', role: 'read' },
]

t.test('whose token an Authorization header brings', async t => {
  for (const each of tokens) {
    t.equal(tokenOf(`Bearer ${each.token}`, tokens), each)
    t.equal(tokenOf(`bearer   ${each.token}  `, tokens), each)
  }
  const foreign = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer correct-hors',
    'Bearer correct-horse battery-staple',
    'Bearer correct-horse,battery-staple',
    'Bearer Correct-horse',
    'Bearer admin:correct-horse',
    'Basic correct-horse',
    'correct-horse',
    `Bearer ${'x'.repeat(30_000)}`,
  ]
  for (const header of foreign)
    t.equal(tokenOf(header, tokens), undefined, header?.slice(0, 40) ?? 'none')
  t.equal(tokenOf('Bearer ', []), undefined)
})
