import fc from 'fast-check'
import t from 'tap'
import { sampleCallback } from '../../src/twilio/sample.ts'
import { signRequest } from '../../src/twilio/sign.ts'
import { createVerifier } from '../../src/twilio/verify.ts'
import { received } from './received.ts'

const authToken = '9b8c7d6e5f4031221304f5e6d7c8b9a0'
const publicUrl = 'https://hooks.example.net'
const url = `${publicUrl}/callbacks`
const accountSid = sampleCallback('room-created').find(([name]) => name === 'AccountSid')![1]
const account = { accountSid, authTokens: [authToken], sharedKeys: [], requireSharedKey: false }
const listed = createVerifier({ accounts: [account], authTokens: [], publicUrls: [publicUrl] })
const any = createVerifier({ accounts: [], authTokens: [authToken], publicUrls: [publicUrl] })

const verdictOf = (json: string, token: string, verifier = listed) =>
  verifier.verify(received(signRequest({ method: 'POST', url, json, authToken: token })))

t.test('an account that is no text is one that nobody has', async t => {
  const values = ['{"toString":1}', '{"toString":{}}', `["${accountSid}"]`, 'null', '7', '[[]]']
  for (const value of values) {
    for (const name of ['account_sid', 'accountSid', 'AccountSid']) {
      const json = `{"${name}":${value}}`
      t.match(verdictOf(json, authToken), { genuine: false, reason: 'account-unknown' }, json)
    }
    const second = `{"account_sid":"${accountSid}","accountSid":${value}}`
    t.match(verdictOf(second, authToken), { genuine: false, reason: 'account-unknown' }, second)
  }
  t.ok(verdictOf(`{"account_sid":"${accountSid}"}`, authToken).genuine)
})

t.test('verify never throws, whatever JSON comes', async t => {
  const name = fc.constantFrom('account_sid', 'accountSid', 'AccountSid', 'toString', '__proto__')
  const odd = fc.constantFrom('{"toString":1}', '{"valueOf":null,"toString":null}', '[{"join":1}]')
  const value = fc.oneof(fc.json(), odd)
  const object = fc
    .array(fc.tuple(fc.oneof(name, fc.string()), value), { maxLength: 4 })
    .map(members => `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join()}}`)
  const body = fc.oneof(object, fc.json(), fc.string())
  const refused = fc.property(body, fc.constantFrom(listed, any), (json, verifier) => {
    const { genuine } = verdictOf(json, 'a-forger-has-none', verifier)
    return !genuine
  })
  t.match(fc.check(refused, { numRuns: 500 }), { failed: false })
})
