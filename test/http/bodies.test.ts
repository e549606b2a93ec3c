import t from 'tap'
import { bare, post, startCallbacks } from './callback-server.ts'

function body(type: string | undefined, bytes: string): string {
  const headers = [`Content-Length: ${bytes.length}`]
  if (type !== undefined) headers.push(`Content-Type: ${type}`)
  return bare('POST', '/callbacks', ...headers) + bytes
}

t.test('what is a form, and what is not', async t => {
  const { ask, received } = await startCallbacks(t)
  const forms = [
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded ;charset=latin1',
    'application/x-www-form-urlencoded;',
  ]
  for (const type of forms) {
    t.equal((await ask(body(type, 'A=1'))).status, 204, type)
    t.equal(received.pop()?.form, 'A=1', type)
  }
  const others = [
    undefined,
    '',
    'nonsense',
    '/',
    'a/b/c',
    '; charset=x',
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
  ]
  for (const type of others) {
    const name = String(type)
    t.equal((await ask(body(type, '{"A":'))).status, 204, name)
    const { form, body: bytes } = received.pop()!
    t.equal(form, undefined, name)
    t.equal(Buffer.from(bytes).toString(), '{"A":', name)
  }
})

t.test('the bytes of a form are kept as they came', async t => {
  const { open, received, stored } = await startCallbacks(t)
  const texts = [
    '',
    '&=&==&a=+%2B%zz',
    'Invalid=\xff\xfe\xc3',
    'Name=\xef\xbf\xbd',
    '\xef\xbb\xbfBOM=1',
    'Zero=\0',
    '__proto__=1&constructor=2&__proto__[a]=3',
    'A=1&'.repeat(16_384),
    '&'.repeat(65_536),
    '%00'.repeat(21_845),
  ]
  for (const text of texts) {
    const client = await open()
    const [head = '', ...rest] = post(text).split(/(?<=\r\n\r\n)/)
    client.send(head)
    const whole = rest.join('')
    for (let start = 0; start < whole.length; start += 30_000) {
      client.send(whole.slice(start, start + 30_000))
    }
    t.equal((await client.answer()).status, 204)
    const request = received.pop()!
    const bytes = Buffer.from(text, 'latin1')
    t.ok(bytes.equals(request.body), `bytes of ${JSON.stringify(text.slice(0, 40))}`)
    t.ok(bytes.equals(stored.pop()!.body))
    t.equal(request.form, bytes.toString('utf8'))
  }
  t.equal(({} as Record<string, unknown>)['a'], undefined)
})

t.test('a form without a body', async t => {
  const { ask, received } = await startCallbacks(t)
  const type = 'Content-Type: application/x-www-form-urlencoded'
  t.equal((await ask(bare('GET', '/callbacks?A=1', type))).status, 204)
  t.match(received.pop(), { form: '', target: '/callbacks?A=1' })
})
