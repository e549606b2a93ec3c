import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import type { Genuine, Refused, Verdict } from '../../src/domain/verdict.ts'
import { parse } from '../../src/twilio/parse.ts'
import { sampleCallback, sampleResource } from '../../src/twilio/sample.ts'
import { type CallbackToSign, encodeForm, signRequest } from '../../src/twilio/sign.ts'
import { sign, signingKey } from '../../src/twilio/signature.ts'
import { createVerifier, type VerifierOptions } from '../../src/twilio/verify.ts'
import { type Arrival, received } from './received.ts'

const authToken = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const otherToken = 'ffffeeeeddddccccbbbbaaaa99998888'
const publicUrl = 'https://hooks.example.net'
const url = `${publicUrl}/callbacks`
const fields = sampleCallback('recording-completed')
const accountSid = fields.find(([name]) => name === 'AccountSid')![1]
const otherSid = 'ACbadbadbadbadbadbadbadbadbadbadba'

function verifierOf(options: Partial<VerifierOptions> = {}) {
  return createVerifier({
    accounts: [],
    authTokens: [authToken],
    publicUrls: [publicUrl],
    ...options,
  })
}

const account = { accountSid, authTokens: [authToken], sharedKeys: [], requireSharedKey: false }
const other = { ...account, accountSid: otherSid, authTokens: [otherToken] }

/** Signs, lets it arrive, verifies. */
function verdictOf(
  callback: Partial<CallbackToSign>,
  arrival: Arrival = {},
  options: Partial<VerifierOptions> = {},
): Verdict {
  const sent = signRequest({ method: 'POST', url, fields, authToken, ...callback })
  return verifierOf(options).verify(received(sent, arrival))
}

function genuine(verdict: Verdict): Genuine {
  assert(verdict.genuine, JSON.stringify(verdict))
  return verdict
}

function refused(verdict: Verdict): Refused {
  assert(!verdict.genuine, 'must be refused')
  return verdict
}

t.test('every method, fields in the body or in the query', async t => {
  for (const method of ['HEAD', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const verdict = genuine(verdictOf({ method, url: `${url}?tenant=7` }))
    t.equal(verdict.publicUrl, publicUrl)
    t.equal(verdict.accountSid, accountSid)
    t.match(verdict.signedText, /^https:\/\/hooks\.example\.net\/callbacks\?tenant=7/)
  }
})

t.test('a default port may be in the public URL, in what was signed, in both, in none', async t => {
  for (const [scheme, port] of [
    ['https', ':443'],
    ['http', ':80'],
  ]) {
    const texts = new Set<string>()
    for (const configured of ['', port]) {
      for (const signed of ['', port]) {
        const verdict = verdictOf(
          { url: `${scheme}://hooks.example.net${signed}/callbacks` },
          {},
          { publicUrls: [`${scheme}://hooks.example.net${configured}`] },
        )
        texts.add(genuine(verdict).signedText)
      }
    }
    t.equal(texts.size, 1, 'the signed text is one and the same')
    t.match([...texts][0], new RegExp(`^${scheme}://hooks.example.net/callbacks`))
  }
})

t.test('user info of the public URL is signed', async t => {
  const publicUrls = ['https://sam:word@hooks.example.net']
  const verdict = verdictOf({ url: `${publicUrls[0]}/callbacks` }, {}, { publicUrls })
  t.equal(genuine(verdict).publicUrl, publicUrls[0])
  t.match(genuine(verdict).signedText, /^https:\/\/sam:word@/)
})

t.test('several public URLs: the one that holds is told', async t => {
  const publicUrls = ['https://old.example.net', publicUrl]
  t.equal(genuine(verdictOf({}, {}, { publicUrls })).publicUrl, publicUrl)
  t.notOk(verdictOf({ url: 'https://third.example.net/callbacks' }, {}, { publicUrls }).genuine)
})

t.test('without a public URL it is derived from the request', async t => {
  const seen = { protocol: 'http', host: 'hooks.example.net' } as const
  const cases: [signed: string, headers: Arrival['headers'], port?: number][] = [
    ['http://hooks.example.net', {}],
    ['http://hooks.example.net:8080', {}, 8080],
    ['https://hooks.example.net', { 'x-forwarded-proto': 'https' }],
    [
      'https://a.example',
      { 'x-forwarded-proto': 'https,http', 'x-forwarded-host': 'a.example, b' },
    ],
    [
      'https://a.example:8443',
      { 'x-forwarded-proto': 'HTTPS', 'x-forwarded-host': 'a.example:8443' },
    ],
    ['http://hooks.example.net', { 'x-forwarded-proto': 'gopher', 'x-forwarded-host': 'a/b?c' }],
    ['http://[::1]:8080', { 'x-forwarded-host': '[::1]:8080' }],
  ]
  for (const [signed, headers = {}, port] of cases) {
    const verdict = verdictOf(
      { url: `${signed}/callbacks` },
      { headers, seen: port ? { ...seen, port } : seen },
      { publicUrls: [] },
    )
    t.equal(genuine(verdict).publicUrl, signed)
  }
})

t.test('headers decide nothing where a public URL is configured', async t => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'staging.example.net' }
  const verdict = refused(verdictOf({ url: 'https://staging.example.net/callbacks' }, { headers }))
  t.equal(verdict.reason, 'public-url-wrong')
})

t.test('a body that is no form', async t => {
  const json = { account_sid: accountSid, sid: 'RT1', status: 'completed' }
  const covered = verdictOf({ json, url: `${url}?a=1` })
  t.equal(genuine(covered).accountSid, accountSid)
  t.match(genuine(covered).signedText, /\?a=1&bodySHA256=[0-9a-f]{64}$/)

  const changed = verdictOf({ json }, { body: '{"account_sid":"other"}' })
  t.match(refused(changed), { reason: 'body-hash-mismatch', diagnosed: true })

  const plain = { body: 'hello', headers: { 'content-type': 'text/plain' } }
  t.match(refused(verdictOf({ fields: [] }, plain)), { reason: 'body-unsigned', diagnosed: true })
  const lost = { headers: { 'content-type': undefined } }
  t.match(refused(verdictOf({}, lost)), { reason: 'body-unsigned', hint: /Content-Type/ })
})

t.test('bodySHA256 is checked whatever the media type, and for no body too', async t => {
  const { body } = signRequest({ method: 'POST', url, fields, authToken })
  const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  t.ok(verdictOf({ json: body }, form).genuine, 'the URL alone was signed, the hash holds')

  const right = signRequest({ method: 'POST', url, json: body, authToken }).url
  t.ok(verdictOf({ url: right }).genuine, 'URL and fields were signed, the hash holds')
  const wrong = `${url}?bodySHA256=${'0'.repeat(64)}`
  t.equal(refused(verdictOf({ url: wrong })).reason, 'body-hash-mismatch')
  t.equal(refused(verdictOf({ url: wrong, method: 'GET' })).reason, 'body-hash-mismatch')
  t.equal(refused(verdictOf({ url: right.toUpperCase() })).reason, 'signature-unknown')
  t.ok(verdictOf({ url: `${right}&bodySHA256=1` }).genuine, 'the first one counts')
})

t.test('tokens are those of the account that is named', async t => {
  const accounts = [other, account]
  const options = { accounts, authTokens: [] }
  t.equal(genuine(verdictOf({}, {}, options)).accountSid, accountSid)
  t.equal(refused(verdictOf({ authToken: otherToken }, {}, options)).reason, 'other-account')
  t.ok(verdictOf({ method: 'GET' }, {}, options).genuine, 'in the query')
  t.ok(verdictOf({ method: 'GET', url: `${url}?AccountSid=${otherSid}` }, {}, options).genuine)

  const unnamed = fields.filter(([name]) => name !== 'AccountSid')
  const found = verdictOf({ fields: unnamed, authToken: otherToken }, {}, options)
  t.equal(genuine(found).accountSid, otherSid, 'every token is tried where none is named')
  const stranger = sampleCallback('room-created', { AccountSid: `AC${'1'.repeat(32)}` })
  t.match(refused(verdictOf({ fields: stranger }, {}, options)), {
    reason: 'account-unknown',
    accountSid: `AC${'1'.repeat(32)}`,
  })
})

t.test("a body's account counts before the query's", async t => {
  const options = { accounts: [other, account], authTokens: [] }
  const spoofs: Partial<CallbackToSign>[] = [
    { json: { account_sid: accountSid }, url: `${url}?AccountSid=${otherSid}` },
    { json: { accountSid }, url: `${url}?AccountSid=${otherSid}` },
    { url: `${url}?AccountSid=${otherSid}` },
  ]
  for (const spoof of spoofs) {
    const verdict = refused(verdictOf({ ...spoof, authToken: otherToken }, {}, options))
    t.match(verdict, { reason: 'other-account', accountSid })
  }
  const two = { json: { account_sid: otherSid, accountSid }, authToken: otherToken }
  t.equal(refused(verdictOf(two, {}, options)).reason, 'account-unknown')
})

t.test('whatever holds is read as of the account whose key held', async t => {
  const options = { accounts: [other, account], authTokens: [] }
  const resource = { ...sampleResource(fields), account_sid: accountSid }
  const json = JSON.stringify(resource)
  const form = encodeForm(fields)
  const both = `{"account_sid":"${otherSid}",${json.slice(1)}`
  const bodies = [json, `\ufeff${json}`, ` ${json}`, both, json.replace('_', '\\u005f'), form, '']
  const types = ['application/json', 'application/JSON;x', 'text/json', 'text/plain', undefined]
  const forms = ['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded ;a=b']
  const query = encodeForm(sampleCallback('room-created', { AccountSid: otherSid }))
  let events = 0
  for (const body of bodies) {
    for (const type of [...types, ...forms]) {
      for (const url of [`${publicUrl}/c?AccountSid=${otherSid}`, `${publicUrl}/c?${query}`]) {
        for (const signer of [account, other]) {
          const token = signer.authTokens[0]!
          const sent = signRequest({ method: 'POST', url, json: body, authToken: token })
          const request = received(sent, { headers: { 'content-type': type } })
          const verdict = verifierOf(options).verify(request)
          if (!verdict.genuine) continue
          const headers = type === undefined ? {} : { 'content-type': type }
          const { target, method } = request
          const parsed = parse({ method, target, publicUrl, headers, body: request.body })
          if (parsed.kind === 'misfit') continue
          events++
          const read = parsed.event.source.split('/')[2]
          t.equal(read, signer.accountSid, `${body.slice(0, 20)} as ${type}`)
          t.equal(verdict.accountSid, signer.accountSid)
        }
      }
    }
  }
  t.ok(events > 10)
})

t.test('either token holds during a rotation', async t => {
  for (const token of [authToken, otherToken]) {
    t.ok(verdictOf({ authToken: token }, {}, { authTokens: [authToken, otherToken] }).genuine)
    const accounts = [{ ...account, authTokens: [authToken, otherToken] }]
    t.ok(verdictOf({ authToken: token }, {}, { accounts, authTokens: [] }).genuine)
  }
})

t.test('shared keys', async t => {
  const sid = 'webhooks_sharedkey_0123456789abcdefghijklmnop'
  const secret = 'a shared secret of ours'
  for (const algorithm of ['sha1', 'sha256'] as const) {
    const sharedKeys = [{ sid, secret, algorithm }]
    const accounts = [{ ...account, sharedKeys, requireSharedKey: true }, other]
    const options = { accounts, authTokens: [] }
    const sharedKey = { sid, algorithm }
    t.ok(verdictOf({ authToken: secret, sharedKey }, {}, options).genuine)
    t.equal(refused(verdictOf({}, {}, options)).reason, 'key-required')
    t.equal(refused(verdictOf({ authToken: 'guess' }, {}, options)).reason, 'signature-unknown')
    const tokenless = { accounts: [{ ...accounts[0]!, authTokens: [] }], authTokens: [] }
    t.equal(refused(verdictOf({}, {}, tokenless)).reason, 'key-required')

    const unknown = { authToken: secret, sharedKey: { sid: `${sid}x`, algorithm } }
    t.equal(refused(verdictOf(unknown, {}, options)).reason, 'key-unknown')
    t.equal(refused(verdictOf(unknown)).reason, 'key-unknown', 'no account is listed')
    const foreign = sampleCallback('recording-completed', { AccountSid: otherSid })
    const byOther = verdictOf({ authToken: secret, sharedKey, fields: foreign }, {}, options)
    t.equal(refused(byOther).reason, 'key-unknown', "not that account's")
    const unsaid = { headers: { 'x-twilio-signature-key-sid': undefined } }
    t.match(refused(verdictOf({ authToken: secret, sharedKey }, unsaid, options)), {
      reason: 'key-unknown',
      hint: /X-Twilio-Signature-Key-Sid/,
    })
  }
})

t.test('no signature, and signatures that cannot be one', async t => {
  for (const signature of [undefined, '']) {
    const verdict = verdictOf({}, { headers: { 'x-twilio-signature': signature } })
    t.match(refused(verdict), { reason: 'signature-missing', diagnosed: true })
  }
  for (const signature of ['x', '='.repeat(28), 'é'.repeat(14), 'x'.repeat(44), 'x'.repeat(9000)]) {
    const verdict = verdictOf({}, { headers: { 'x-twilio-signature': signature } })
    t.equal(refused(verdict).reason, 'signature-unknown')
  }
})

t.test('an account that is no SID is not repeated', async t => {
  const odd = sampleCallback('recording-completed', { AccountSid: 'AC\n{"level":"fatal"}' })
  t.equal(refused(verdictOf({ fields: odd, authToken: 'guess' })).accountSid, undefined)
})

t.test('accepts what the official package accepts, and nothing else', async () => {
  const targets = fc
    .array(
      fc.constantFrom(
        ...['a=1', "b=it's", 'c=%27', 'd=x%20y', 'e=x+y', 'f=%zz', 'g=%ff', '=', '', 'h=ä', 'i="'],
        ...['bodySHA=1', 'j=%2B', 'k=(a)!*', 'l=a=b', 'm=%e4', '__proto__=1', 'n=%C3%A4', 'a=2'],
      ),
      { maxLength: 4 },
    )
    .map(parts => `/callbacks${parts.length > 0 ? `?${parts.join('&')}` : ''}`)
  const hosts = fc.constantFrom('h.example', 'h.example:443', 'h.example:80', 'h.example:8080')
  const schemes = fc.constantFrom('http://', 'https://', 'https://u:p@')
  const change = fc.constantFrom<(url: string) => string>(
    url => url,
    url => url.replace(/:\d+(?=\/)/, ''),
    url => url.replace(/(?<=\.example)(?=\/)/, url.startsWith('https') ? ':443' : ':80'),
    url => new URL(url).href,
    url => url.replace("'", '%27').replace('"', '%22'),
    url => url.replace('+', '%20'),
    url => url.replace(/(?<=\.example)(?=\/)/, ':8443'),
    url => url.replace('%27', "'"),
  )
  const method = fc.constantFrom('GET', 'POST')
  fc.assert(
    fc.property(
      schemes,
      hosts,
      targets,
      change,
      change,
      method,
      (scheme, host, target, a, b, m) => {
        const base = scheme + host
        const form = m === 'POST' ? fields : []
        const sent = signRequest({ method: 'POST', url: base + target, fields: form, authToken })
        const text = signRequest({
          method: 'POST',
          url: b(a(base + target)),
          fields: form,
          authToken,
        })
        const signature = text.headers['x-twilio-signature']!
        const theirs = webhooks.validateRequest(
          authToken,
          signature,
          base + target,
          Object.fromEntries(form),
        )
        const arrived = received(sent, { headers: { 'x-twilio-signature': signature } })
        const ours = verifierOf({ publicUrls: [base], diagnosesPerSecond: 0 }).verify(arrived)
        assert.equal(ours.genuine, theirs)
      },
    ),
    { numRuns: 2000 },
  )
})

t.test('hostile bodies are refused and looked into no further', async t => {
  const bodies = ['a&'.repeat(32_768), '%&'.repeat(32_768), `a=${'%ff'.repeat(20_000)}`]
  for (const body of bodies) {
    const verdict = refused(verdictOf({ authToken: 'guess' }, { body }))
    t.match(verdict, { reason: 'signature-unknown', diagnosed: false })
  }
  const nested = '['.repeat(60_000)
  t.ok(verdictOf({ json: nested }).genuine, 'signed is signed, whatever is in it')
  for (const json of ['null', '1', '"AC"', '[]', '{"account_sid":{}}', '{"__proto__":1}', '{']) {
    t.ok(verdictOf({ json }).genuine, json)
  }
})

t.test('the signature of one request does not hold for another', async t => {
  const key = signingKey(authToken)
  const signature = sign('https://hooks.example.net/other', key)
  t.notOk(verdictOf({}, { headers: { 'x-twilio-signature': signature } }).genuine)
  t.notOk(verdictOf({}, { body: 'AccountSid=1' }).genuine)
  t.notOk(verdictOf({}, { target: '/callbacks/more' }).genuine)
})
