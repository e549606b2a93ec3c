import assert from 'node:assert/strict'
import t from 'tap'
import type { Refused } from '../../src/domain/verdict.ts'
import { sampleCallback } from '../../src/twilio/sample.ts'
import { type CallbackToSign, encodeForm, signRequest } from '../../src/twilio/sign.ts'
import { createVerifier, type VerifierOptions } from '../../src/twilio/verify.ts'
import { type Arrival, received } from './received.ts'

const authToken = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const publicUrl = 'https://hooks.example.net'
const url = `${publicUrl}/callbacks`
const fields = sampleCallback('recording-completed')
const seen = { protocol: 'http', host: 'hooks.example.net', port: 8080 } as const

/** What is said of a request that was signed one way and arrives another. */
function refusalOf(
  callback: Partial<CallbackToSign>,
  arrival: Arrival,
  options: Partial<VerifierOptions> = {},
): Refused {
  const sent = signRequest({ method: 'POST', url, fields, authToken, ...callback })
  const verifier = createVerifier({
    accounts: [],
    authTokens: [authToken],
    publicUrls: [publicUrl],
    ...options,
  })
  const verdict = verifier.verify(received(sent, { seen, ...arrival }))
  assert(!verdict.genuine, 'must be refused')
  return verdict
}

t.test('public-url-wrong: scheme, host, port, prefix', async t => {
  const path = '/callbacks'
  const cases: [configured: string, signed: string, headers?: Arrival['headers']][] = [
    ['http://hooks.example.net', 'https://hooks.example.net'],
    ['https://hooks.example.net', 'http://hooks.example.net'],
    ['https://hooks.example.net', 'https://hooks.example.net:8080'],
    ['https://hooks.example.net:9443', 'https://hooks.example.net:8080'],
    ['http://localhost:8080', 'https://hooks.example.net'],
    ['https://a.example', 'https://b.example', { 'x-forwarded-host': 'b.example, c.example' }],
    [
      'https://a.example',
      'https://b.example',
      { forwarded: 'for=1.2.3.4;host="b.example";proto=https' },
    ],
    ['https://a.example', 'https://b.example', { 'x-original-host': 'b.example' }],
    ['http://a.example', 'https://a.example:8443', { 'x-forwarded-port': '8443' }],
    ['https://a.example', 'https://a.example/hooks', { 'x-forwarded-prefix': '/hooks/' }],
    ['https://a.example/one', 'https://a.example/one/two', { 'x-forwarded-prefix': '/two' }],
    ['https://a.example/hooks', 'https://a.example'],
    ['http://a.example/hooks', 'https://hooks.example.net'],
  ]
  for (const [configured, signed, headers = {}] of cases) {
    const arrival = { headers, target: path }
    const refusal = refusalOf({ url: signed + path }, arrival, { publicUrls: [configured] })
    t.match(refusal, { reason: 'public-url-wrong', diagnosed: true, publicUrl: signed })
    t.ok(refusal.hint.includes(`set REELAY_PUBLIC_URL to that`), refusal.hint)
    t.ok(refusal.hint.includes(signed), refusal.hint)
  }
})

t.test('public-url-wrong: the callback path given twice', async t => {
  const refusal = refusalOf({}, {}, { publicUrls: [url] })
  t.match(refusal, { reason: 'public-url-wrong', publicUrl, hint: /callback path/ })
})

t.test('public-url-wrong: none configured, none told by the proxy', async t => {
  const refusal = refusalOf({}, {}, { publicUrls: [] })
  t.match(refusal, { reason: 'public-url-wrong', publicUrl, hint: /none is set/ })
})

t.test('public-url-wrong: user info is left out of what is told', async t => {
  const secret = 'https://sam:word@hooks.example.net'
  const dropped = refusalOf({}, {}, { publicUrls: [secret] })
  t.match(dropped, { reason: 'public-url-wrong', publicUrl })
  const scheme = refusalOf(
    { url: `${secret}/callbacks` },
    {},
    { publicUrls: [secret.replace('https', 'http')] },
  )
  t.match(scheme, { reason: 'public-url-wrong', publicUrl })
  t.notMatch(JSON.stringify([dropped, scheme]), /word/)
})

t.test('public-url-wrong, and a slash besides', async t => {
  const refusal = refusalOf({}, { target: '/callbacks/' }, { publicUrls: ['http://localhost:1'] })
  t.match(refusal, { reason: 'public-url-wrong', publicUrl })
})

t.test('url-rewritten', async t => {
  const cases: [signed: string, arrived: string, hint: RegExp, headers?: Arrival['headers']][] = [
    ['/callbacks', '/callbacks/', /trailing slash/],
    ['/callbacks/', '/callbacks', /trailing slash/],
    ['/a/callbacks', '/a//callbacks', /slashes/],
    ['//callbacks', '/callbacks', /slashes/],
    ['/callbacks?a=x+y', '/callbacks?a=x%20y', /escapes/],
    ['/callbacks?a=x%2fy', '/callbacks?a=x%2Fy', /escapes/],
    ['/callbacks?a=x/y', '/callbacks?a=x%2Fy', /escapes/],
    ['/callbacks?a=%28x%29', '/callbacks?a=(x)', /escapes/],
    ['/a%7Eb', '/a~b', /path or query/, { 'x-original-uri': '/a%7Eb' }],
    ['/a~b', '/a%7Eb', /escapes/],
    ['/callbacks?a=1&b=2', '/callbacks?b=2&a=1', /order/],
    ['/callbacks', '/callbacks?utm=7', /query/],
    ['/callbacks?a=1', '/callbacks?a=1&utm=7', /utm was added/],
    ['/callbacks?', '/callbacks', /empty query/],
  ]
  for (const [signed, target, hint, headers = {}] of cases) {
    const refusal = refusalOf({ url: publicUrl + signed }, { target, headers })
    t.match(refusal, { reason: 'url-rewritten', diagnosed: true, hint }, `${signed} → ${target}`)
    t.match(refusal.hint, /pass the target on byte for byte/)
  }
})

t.test('body-changed', async t => {
  const cases: [signed: typeof fields, body: string, hint: RegExp][] = [
    [[], encodeForm(fields), /added the body/],
    [[['a', 'b']], 'a=b%20', /added blanks/],
    [[['a', '1\n2']], 'a=1%0D%0A2', /line ends/],
    [[['a', '1+2']], 'a=1+2', /plus/],
    [[['a', '1']], 'a=1&b=&c=', /empty fields/],
    [fields, `${encodeForm(fields)}&Extra=1`, /added the field Extra/],
    [fields, `${encodeForm(fields)}&%0A=1`, /added the field \(an odd name\)/],
  ]
  for (const [signed, body, hint] of cases) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const refusal = refusalOf({ fields: signed }, { body, headers })
    t.match(refusal, { reason: 'body-changed', diagnosed: true, hint })
    t.match(refusal.hint, /pass the body on byte for byte/)
  }
})

t.test('other-account', async t => {
  const [one, two] = [`AC${'1'.repeat(32)}`, `AC${'2'.repeat(32)}`]
  const plain = { sharedKeys: [], requireSharedKey: false }
  const accounts = [
    { ...plain, accountSid: one, authTokens: ['token-of-one'] },
    { ...plain, accountSid: two, authTokens: ['token-of-two'] },
  ]
  const refusal = refusalOf(
    { fields: sampleCallback('room-created', { AccountSid: one }), authToken: 'token-of-two' },
    {},
    { accounts, authTokens: [] },
  )
  t.match(refusal, { reason: 'other-account', diagnosed: true, accountSid: one })
  t.ok(refusal.hint.includes(two), refusal.hint)
  t.match(refusal.hint, /put each token under its own account/)
})

t.test('account-unknown, body-unsigned and the like are told without any trial', async t => {
  const accountSid = `AC${'3'.repeat(32)}`
  const accounts = [{ accountSid, authTokens: ['x'], sharedKeys: [], requireSharedKey: false }]
  const options = { accounts, authTokens: [], diagnosesPerSecond: 0 }
  t.match(refusalOf({}, {}, options), {
    reason: 'account-unknown',
    diagnosed: true,
    hint: /add it to `accounts`/,
  })
  const text = { body: 'x', headers: { 'content-type': 'text/plain' } }
  t.match(refusalOf({}, text, options), { reason: 'body-unsigned', hint: /Content-Type/ })
  const changed = refusalOf({ json: {} }, { body: '{ }' }, options)
  t.match(changed, { reason: 'body-hash-mismatch', hint: /byte for byte/ })
  const bare = refusalOf({}, { headers: { 'x-twilio-signature': undefined } }, options)
  t.match(bare, { reason: 'signature-missing', hint: /X-Twilio-Signature/ })
})

t.test('signature-unknown: what to check', async t => {
  t.match(refusalOf({ authToken: 'another' }, {}), {
    reason: 'signature-unknown',
    diagnosed: true,
    hint: /auth token.*REELAY_PUBLIC_URL/,
  })
})

t.test('finding out has a budget per second', async t => {
  let time = 1000
  const verifier = createVerifier({
    accounts: [],
    authTokens: [authToken],
    publicUrls: ['http://localhost:8080'],
    diagnosesPerSecond: 2,
    now: () => time,
  })
  const request = received(signRequest({ method: 'POST', url, fields, authToken }), { seen })
  const ask = () => {
    const verdict = verifier.verify(request)
    assert(!verdict.genuine)
    return verdict.diagnosed ? verdict.reason : `not diagnosed: ${verdict.reason}`
  }
  const [found, not] = ['public-url-wrong', 'not diagnosed: signature-unknown']
  t.strictSame([ask(), ask(), ask()], [found, found, not])
  time += 499
  t.equal(ask(), not)
  time += 1
  t.strictSame([ask(), ask()], [found, not])
  time += 60_000
  t.strictSame([ask(), ask(), ask()], [found, found, not], 'what is not used is not saved up')
})

t.test('odd headers harm nothing and are not repeated', async t => {
  const evil = ['://', 'a b', '[', '"', ';;;', 'x'.repeat(3000), '%', '@', '?#/', ',,,']
  for (const text of evil) {
    const headers = Object.fromEntries(
      [
        ...['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-forwarded-prefix'],
        ...['forwarded', 'x-original-host', 'x-original-uri', 'x-rewrite-url'],
      ].map(name => [name, text]),
    )
    for (const publicUrls of [[], [publicUrl]]) {
      const refusal = refusalOf({ authToken: 'guess' }, { headers }, { publicUrls })
      t.equal(refusal.reason, 'signature-unknown')
      t.notOk('publicUrl' in refusal)
    }
  }
})

t.test('rotation does not hinder it: each token is tried', async t => {
  const authTokens = ['one', 'two', authToken]
  const refusal = refusalOf({}, {}, { authTokens, publicUrls: ['http://localhost:8080'] })
  t.match(refusal, { reason: 'public-url-wrong', publicUrl })
})
