import t, { type Test } from 'tap'
import { defaultSinkName } from '../../src/sinks/default-sink-name.ts'

const same = (t: Test, a: string, b: string) => t.equal(defaultSinkName(a), defaultSinkName(b), a)
const differ = (t: Test, a: string, b: string) => t.not(defaultSinkName(a), defaultSinkName(b), a)

t.test('scheme and a short hash', async t => {
  t.match(defaultSinkName('https://hooks.example.org/in'), /^https-[0-9a-f]{8}$/)
  t.match(defaultSinkName('LOG:'), /^log-[0-9a-f]{8}$/)
  t.match(defaultSinkName('file:./out.jsonl'), /^file-[0-9a-f]{8}$/)
  t.match(defaultSinkName('nothing like a URL'), /^sink-[0-9a-f]{8}$/)
  t.equal(defaultSinkName('log:'), defaultSinkName('log:'))
})

t.test('secrets are not part of it', async t => {
  const url = 'https://hooks.example.org/in'
  same(t, 'https://me:one@hooks.example.org/in', 'https://me:two@hooks.example.org/in')
  same(t, 'https://me:one@hooks.example.org/in', url)
  same(t, `${url}?token=a&x=1`, `${url}?token=b&x=1`)
  same(t, `${url}?apiKey=a`, `${url}?apiKey=b`)
  same(t, `${url}?X-Amz-Signature=a`, `${url}?X-Amz-Signature=b`)
  same(t, 'module:./sink.js?secret=a', 'module:./sink.js?secret=b')
})

t.test('all else is', async t => {
  differ(t, 'https://a.example.org/', 'https://b.example.org/')
  differ(t, 'https://a.example.org/?x=1', 'https://a.example.org/?x=2')
  differ(t, 'file:./a?token=1', 'file:./a?token=2')
  differ(t, 'module:./a.js', 'module:./b.js')
})
