import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import t from 'tap'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { decodeForm, decodeQuery } from '../../src/twilio/form.ts'
import { parse } from '../../src/twilio/parse.ts'
import { randomSid, sampleCallback, sampleEvents, sampleResource } from '../../src/twilio/sample.ts'
import { signRequest } from '../../src/twilio/sign.ts'

const authToken = '00112233445566778899aabbccddeeff'
const url = 'https://hooks.example.net/callbacks?tenant=7'

t.test('every sample, signed as the official package expects', async t => {
  for (const event of sampleEvents) {
    const fields = sampleCallback(event)
    const posted = signRequest({ method: 'POST', url, fields, authToken })
    const signature = posted.headers['x-twilio-signature']!
    t.ok(webhooks.validateRequest(authToken, signature, url, Object.fromEntries(fields)), event)
    t.strictSame(decodeForm(posted.body), fields)
    t.match(posted, {
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    })
    t.equal(posted.headers['content-length'], String(Buffer.byteLength(posted.body)))

    const body = Buffer.from(posted.body)
    const raw = { method: 'POST', publicUrl: 'https://hooks.example.net', target: '/c' } as const
    t.match(parse({ ...raw, headers: posted.headers, body }), { kind: 'event' }, event)

    const got = signRequest({ method: 'GET', url, fields, authToken })
    const inUrl = got.headers['x-twilio-signature']!
    t.ok(webhooks.validateRequest(authToken, inUrl, got.url, {}), event)
    t.strictSame(decodeQuery(got.url), [['tenant', '7'], ...fields])
    t.equal(got.body, '')
    t.notOk('content-type' in got.headers)
  }
})

t.test('JSON brings its hash in the URL', async t => {
  const json = sampleResource(sampleCallback('recording-completed'))
  const sent = signRequest({ method: 'POST', url, json, authToken })
  const signature = sent.headers['x-twilio-signature']!
  t.ok(webhooks.validateRequestWithBody(authToken, signature, sent.url, sent.body))
  t.match(sent.headers, { 'content-type': 'application/json' })
  t.strictSame(JSON.parse(sent.body), json)

  const text = signRequest({ method: 'GET', url: 'http://h.example/', json: ' {}', authToken })
  const digest = createHash('sha256').update(' {}').digest('hex')
  t.match(text, { body: ' {}', url: `http://h.example/?bodySHA256=${digest}` })
})

t.test('blanks are %20, a fragment is dropped, a query is continued', async t => {
  const fields = [['Room Name', 'a b+ü']] as const
  const sent = signRequest({ method: 'POST', url: `${url}#rc=5`, fields, authToken })
  t.equal(sent.url, url)
  t.equal(sent.body, 'Room%20Name=a%20b%2B%C3%BC')
  for (const [own, query] of [
    ['http://h.example/c', '?'],
    ['http://h.example/c?', ''],
    ['http://h.example/c?a=1&', ''],
    ['http://h.example/c?a=1', '&'],
  ] as const) {
    const got = signRequest({ method: 'HEAD', url: own, fields: [['b', '2']], authToken })
    t.equal(got.url, `${own}${query}b=2`)
  }
  t.equal(signRequest({ method: 'GET', url, authToken }).url, url)
  const empty = signRequest({ method: 'POST', url, authToken })
  t.match(empty, { body: '', url })
  t.notOk('content-type' in empty.headers)
})

t.test('signed for a public URL, sent to another', async t => {
  const sent = signRequest({
    method: 'POST',
    url: 'http://127.0.0.1:8080/callbacks?a=1',
    publicUrl: 'https://hooks.example.net/base',
    authToken,
  })
  t.equal(sent.url, 'http://127.0.0.1:8080/callbacks?a=1')
  const signature = sent.headers['x-twilio-signature']!
  const signed = 'https://hooks.example.net/base/callbacks?a=1'
  t.ok(webhooks.validateRequest(authToken, signature, signed, {}))
})

t.test('a shared key is named, the idempotency token is fresh or given', async t => {
  const sharedKey = { sid: 'webhooks_sharedkey_1', algorithm: 'sha256' } as const
  const one = signRequest({ method: 'POST', url, authToken, sharedKey })
  t.equal(one.headers['x-twilio-signature-key-sid'], sharedKey.sid)
  t.equal(one.headers['x-twilio-signature']!.length, 44)
  const two = signRequest({ method: 'POST', url, authToken, idempotencyToken: 'again' })
  t.equal(two.headers['i-twilio-idempotency-token'], 'again')
  t.match(one.headers['i-twilio-idempotency-token'], /^[0-9a-f-]{36}$/)
  const three = signRequest({ method: 'POST', url, authToken })
  t.not(one.headers['i-twilio-idempotency-token'], three.headers['i-twilio-idempotency-token'])
})

t.test('overrides change URIs too and may add fields', async t => {
  const sid = randomSid('RT')
  t.match(sid, /^RT[0-9a-f]{32}$/)
  const fields = Object.fromEntries(
    sampleCallback('recording-completed', { RecordingSid: sid, RoomName: '', Extra: '1' }),
  )
  t.match(fields, {
    RecordingSid: sid,
    RecordingUri: `/v1/Recordings/${sid}`,
    MediaUri: `/v1/Recordings/${sid}/Media`,
    RoomName: '',
    Extra: '1',
    StatusCallbackEvent: 'recording-completed',
  })
  const voice = Object.fromEntries(sampleCallback('voice-completed'))
  t.notOk('StatusCallbackEvent' in voice)
  t.notOk('Timestamp' in voice)
})

t.test('a started recording as a resource has no end yet', async t => {
  const resource = sampleResource(sampleCallback('recording-started'))
  t.match(resource, { status: 'processing', duration: null, size: null, codec: 'OPUS' })
  assert.equal(new Set(sampleEvents).size, sampleEvents.length)
})
