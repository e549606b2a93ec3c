import t from 'tap'
import { isHost } from '../../src/http/origin.ts'

t.test('what a Host may be', async t => {
  const valid = ['a', 'a.example', 'a.example:443', 'a:', '127.0.0.1:1', '[::1]', '[::1]:65535', '']
  for (const host of valid) t.ok(isHost(host), host)
  const invalid = [
    'a b',
    'a/b',
    'a?',
    'a#',
    'u@a',
    'a:b',
    'a:1:2',
    '[::1',
    '::1',
    'a:123456',
    'a\\b',
  ]
  for (const host of invalid) t.notOk(isHost(host), host)
})
