import t from 'tap'
import type { CallbackMethod } from '../../src/domain/callback.ts'
import type { Verdict } from '../../src/domain/verdict.ts'
import type { Field } from '../../src/twilio/form.ts'
import { isProbe } from '../../src/twilio/probe.ts'
import { signRequest } from '../../src/twilio/sign.ts'
import { createVerifier } from '../../src/twilio/verify.ts'

const publicUrl = 'https://hooks.example.com'
const authToken = '5e1f0e5e1f0e5e1f0e5e1f0e5e1f0e5e'
const { verify } = createVerifier({
  accounts: [],
  authTokens: [authToken],
  publicUrls: [publicUrl],
})

interface Sent {
  fields?: readonly Field[]
  json?: unknown
  target?: string
  method?: CallbackMethod
  token?: string
}

function send({ fields, json, target = '', method = 'POST', token = authToken }: Sent): Verdict {
  const url = `${publicUrl}/callbacks${target}`
  const given = json === undefined ? { fields: fields ?? [] } : { json }
  const { body, headers, url: called } = signRequest({ method, url, authToken: token, ...given })
  return verify({
    method,
    target: called.slice(publicUrl.length),
    headers,
    body: Buffer.from(body),
    ...(json === undefined && body !== '' ? { form: body } : {}),
    seen: { protocol: 'http', host: 'localhost' },
  })
}

const probe: Field = ['StatusCallbackEvent', 'reelay-probe']
const started: Field = ['StatusCallbackEvent', 'recording-started']
const account: Field = ['AccountSid', 'AC00c0ffee00c0ffee00c0ffee00c0ffee']

t.test('a genuine request whose signed event says so is a probe', async t => {
  for (const method of ['POST', 'GET', 'PUT', 'HEAD'] as const) {
    t.match(send({ fields: [account, probe], method }), { genuine: true, probe: true }, method)
  }
})

t.test('a forged one is refused as any other', async t => {
  const forged = send({ fields: [account, probe], token: 'forged' })
  t.match(forged, { genuine: false })
  t.notOk('probe' in forged)
})

t.test('nothing that tells of a resource is one, whatever its own URL holds', async t => {
  const target = '?StatusCallbackEvent=reelay-probe'
  const voice: Field[] = [account, ['RecordingSid', 'REdeaf'], ['RecordingStatus', 'completed']]
  const cases: Record<string, Sent> = {
    'a callback': { fields: [account, started] },
    'another case of letters': { fields: [['StatusCallbackEvent', 'Reelay-Probe']] },
    'a recording of Voice by POST, which has no event': { fields: voice, target },
    'a recording of Voice by GET': { fields: voice, target, method: 'GET' },
    'a recording of Video by POST': { fields: [account, started], target },
    'a recording of Video by GET': { fields: [account, started], target, method: 'GET' },
    'both events': { fields: [probe, started] },
    'a resource by its SID': { fields: [probe, ['RoomSid', 'RM1']] },
    'a resource sent as JSON': { json: { sid: 'RT1' }, target },
    'no field at all': {},
  }
  for (const [name, sent] of Object.entries(cases)) {
    const verdict = send(sent)
    t.ok(verdict.genuine, name)
    t.notOk('probe' in verdict, name)
  }
})

t.test('reads names and values as they are', async t => {
  t.equal(isProbe([probe]), true)
  t.equal(isProbe([probe, probe]), true)
  t.equal(isProbe([['StatusCallbackEvent', ' reelay-probe']]), false)
  t.equal(isProbe([]), false)
})
