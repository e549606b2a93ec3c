import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { decodeForm, decodeQuery } from '../../src/twilio/form.ts'

/**
 * What Node's own parser makes of a text. It would strip a question mark, ours must not; and raw
 * characters beyond ASCII are escaped first, as it garbles them where an escape is no UTF-8.
 */
function expected(text: string | Uint8Array): [string, string][] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const ascii = [...bytes].map(byte =>
    byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`,
  )
  return [...new URLSearchParams(ascii[0] === '?' ? `?${ascii.join('')}` : ascii.join(''))]
}

const pieces = fc.constantFrom(
  ...['&', '=', '+', '%', '%2', '%20', '%zz', '%c3%A4', '%ff', '%EF%BB%BF', '%ed%a0%80', '%26'],
  ...['?', 'a', '__proto__', 'ä', '😀', '\ud83d', '\u0000', ' ', '%00', '%25', '%e2%82', '\ufffd'],
)
const texts = fc
  .array(fc.oneof({ weight: 3, arbitrary: pieces }, fc.string({ unit: 'binary' })))
  .map(parts => parts.join(''))

t.test('a form is decoded as URLSearchParams does', async () => {
  fc.assert(
    fc.property(texts, text => assert.deepEqual(decodeForm(text), expected(text))),
    { numRuns: 2000 },
  )
})

t.test('bytes are decoded as if those beyond ASCII were escaped', async () => {
  const bytes = fc
    .array(
      fc.oneof(
        fc.constantFrom('&', '=', '%C3', '%a4', '+', 'x', '%').map(text => Buffer.from(text)),
        fc.uint8Array({ maxLength: 4 }).map(array => Buffer.from(array)),
        fc.constant(Buffer.from([0xc3])),
        fc.constant(Buffer.from([0xa4])),
      ),
    )
    .map(parts => Buffer.concat(parts))
  fc.assert(
    fc.property(bytes, bytes => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      assert.deepEqual(decodeForm(text, bytes), expected(bytes))
    }),
    { numRuns: 2000 },
  )
})

t.test('half of a character raw, half escaped', async t => {
  const bytes = Buffer.concat([Buffer.from('Name='), Buffer.from([0xc3]), Buffer.from('%A4')])
  t.strictSame(decodeForm(bytes.toString(), bytes), [['Name', 'ä']])
  t.strictSame(decodeForm(bytes.toString()), [['Name', '\ufffd\ufffd']])
})

t.test('a view into a larger buffer is read within its bounds', async t => {
  const all = Buffer.from('xxa=\ufffd&b=1yy')
  const view = all.subarray(2, all.length - 2)
  t.strictSame(decodeForm(view.toString(), view), [
    ['a', '\ufffd'],
    ['b', '1'],
  ])
})

t.test('nothing is trimmed or dropped but empty parts', async t => {
  t.strictSame(decodeForm(''), [])
  t.strictSame(decodeForm('&&'), [])
  t.strictSame(decodeForm('='), [['', '']])
  t.strictSame(decodeForm('a&=b&a=&a=%20c%20&?d=='), [
    ['a', ''],
    ['', 'b'],
    ['a', ''],
    ['a', ' c '],
    ['?d', '='],
  ])
})

t.test('64 KiB of anything come out whole', async t => {
  for (const part of ['%&', '%ff&', 'a&', '=&', '%', '+', '\ufffd&']) {
    const text = part.repeat(Math.floor(65_536 / Buffer.byteLength(part)))
    t.strictSame(decodeForm(text, Buffer.from(text)), expected(text), JSON.stringify(part))
  }
})

t.test('a query is what follows the first question mark', async t => {
  t.strictSame(decodeQuery('/callbacks'), [])
  t.strictSame(decodeQuery('/callbacks?'), [])
  t.strictSame(decodeQuery('/callbacks?a=1?2&b'), [
    ['a', '1?2'],
    ['b', ''],
  ])
})
