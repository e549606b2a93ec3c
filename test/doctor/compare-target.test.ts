import t from 'tap'
import { compareForm, comparePath } from '../../src/doctor/compare-target.ts'

t.test('paths', async t => {
  const cases: [sent: string, came: string, said: string | undefined][] = [
    ['/callbacks', '/callbacks', undefined],
    ['/callbacks', '/app/callbacks', '/app was put before the path'],
    ['/hooks/callbacks', '/callbacks', '/hooks was taken from the beginning of the path'],
    ['/callbacks', '/callbacks/', 'a slash at the end of the path was added'],
    ['/callbacks/', '/callbacks', 'a slash at the end of the path was taken away'],
    ['/a%20b', '/a%20%62', 'escapes in the path were changed: /a%20b came as /a%20%62'],
    ['/a%zz', '/b', 'the path /a%zz came as /b'],
    ['/callbacks', '', 'the path /callbacks came as '],
  ]
  for (const [sent, came, said] of cases) t.equal(comparePath(sent, came), said, came)
})

t.test('queries and forms', async t => {
  const cases: [sent: string, came: string, said: string | undefined][] = [
    ['a=1&b=2', 'a=1&b=2', undefined],
    ['', '', undefined],
    ['a=1&b=2', '', 'it was lost'],
    ['b=2&a=1', 'a=1&b=2', 'it was put in another order'],
    ['a=1%202', 'a=1+2', 'it was escaped anew'],
    ['a=1&b=2', 'a=1', 'b was taken out of it'],
    ['a=1', 'a=1&utm=x&utm=y', 'utm was added to it'],
    [
      'a=1&b=2',
      'a=3&c=4',
      'a in it came with another value; b was taken out of it; c was added to it',
    ],
  ]
  for (const [sent, came, said] of cases) t.equal(compareForm('it', sent, came), said, came)
})
