import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import type { Field } from '../../src/twilio/form.ts'
import {
  isSignatureOf,
  sameText,
  sign,
  signedFields,
  signedText,
  signingKey,
} from '../../src/twilio/signature.ts'

const token = '5a5b5c5d5e5f50515253545556575859'

/** The fields as the official package wants them. */
function params(fields: readonly Field[]): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null)
  for (const [name, values] of Map.groupBy(fields, ([name]) => name)) {
    result[name] = values.length === 1 ? values[0]![1] : values.map(([, value]) => value)
  }
  return result
}

const names = fc.oneof(
  fc.constantFrom('', '1', '10', '2', 'A', 'a', 'AB', '__proto__', 'constructor', 'ä', '\uffff'),
  fc.string({ unit: fc.integer({ min: 0, max: 0xd7ff }).map(code => String.fromCharCode(code)) }),
)
const values = fc.oneof(
  fc.constantFrom('', ' ', '1', '😀', '\uffff'),
  fc.string({ unit: 'grapheme' }),
)
const fields: fc.Arbitrary<Field[]> = fc.array(fc.tuple(names, values), { maxLength: 12 })
const urls = fc.constantFrom(
  'https://hooks.example.net/callbacks',
  'http://hooks.example.net:8080/callbacks/?a=1&b=it%27s+here',
  'https://sam:word@hooks.example.net/a%20b?x=%zz&',
  'https://hooks.example.net/?ä=ö',
)

t.test('signatures are those of the official package', async () => {
  fc.assert(
    fc.property(urls, fields, (url, fields) => {
      const ours = sign(signedText(url, fields), signingKey(token))
      assert.equal(ours, webhooks.getExpectedTwilioSignature(token, url, params(fields)))
    }),
    { numRuns: 1500 },
  )
})

t.test(
  'names are sorted by code points, where the official package goes by code units',
  async t => {
    const fields: Field[] = [
      ['😀', '2'],
      ['\uff21', '1'],
      ['😀', '2'],
      ['😁', '3'],
      ['😀b', '4'],
    ]
    t.equal(signedFields(fields), '\uff211😀2😀b4😁3')
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), names => {
        const expected = names
          .map(name => name.toWellFormed())
          .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        assert.equal(signedFields(names.map(name => [name.toWellFormed(), ''])), expected.join(''))
      }),
    )
  },
)

t.test(
  'distinct values are sorted, repeats collapse, order on the wire does not matter',
  async t => {
    const text = 'A1A10A2AB'
    t.equal(
      signedFields([
        ['A', '2'],
        ['AB', ''],
        ['A', '1'],
        ['A', '10'],
        ['A', '2'],
      ]),
      text,
    )
    t.equal(signedText('https://x.example/', []), 'https://x.example/')
  },
)

t.test('a shared key may sign with SHA-256', async t => {
  const key = signingKey('a secret of ours', 'sha256')
  const signature = createHmac('sha256', 'a secret of ours').update('täxt').digest('base64')
  t.equal(sign('täxt', key), signature)
  t.ok(isSignatureOf(signature, 'täxt', key))
  t.notOk(isSignatureOf(signature, 'täxt', signingKey('a secret of ours')))
})

t.test('only the very text of a signature is one', async t => {
  const key = signingKey(token)
  const signature = sign('text', key)
  t.ok(isSignatureOf(signature, 'text', key))
  const others = [
    '',
    signature.slice(0, -1),
    `${signature} `,
    ` ${signature}`,
    signature.toLowerCase(),
    signature.replace('=', ''),
    `${signature}, ${signature}`,
    'é'.repeat(28),
    'x'.repeat(100_000),
  ]
  for (const other of others) t.notOk(isSignatureOf(other, 'text', key), other.slice(0, 60))
})

t.test('texts are the same only if all of it is', async t => {
  t.ok(sameText('abc', 'abc'))
  t.notOk(sameText('abc', 'abd'))
  t.notOk(sameText('abc', 'ab'))
  t.notOk(sameText('é', 'ab'))
})

t.test('the signature is the HMAC that node:crypto makes, for any secret and text', async t => {
  const algorithms = fc.constantFrom('sha1' as const, 'sha256' as const)
  const secrets = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary' }))
  const property = fc.property(
    algorithms,
    secrets,
    fc.string({ unit: 'binary' }),
    (algorithm, secret, text) => {
      const expected = createHmac(algorithm, secret).update(text).digest('base64')
      assert.equal(sign(text, signingKey(secret, algorithm)), expected)
    },
  )
  t.doesNotThrow(() => fc.assert(property))
})
