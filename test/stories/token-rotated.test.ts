import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call, provider } from '../e2e/provider.ts'
import { operator } from './operator.ts'

t.test('an auth token is rotated, without and then with both tokens listed', async t => {
  const { start, reelay, look } = operator(t)
  const newToken = '0ther70k3n0ther70k3n0ther70k3n00'
  const { accountSid } = provider
  const signedBy = (authToken: string) => ({
    event: 'recording-completed' as const,
    fields: { RecordingSid: randomSid('RT') },
    authToken,
  })

  const before = await start()
  t.equal(await call(before.port, signedBy(provider.authToken)), 204)
  t.equal(await call(before.port, signedBy(newToken)), 403, 'the provider signs with the new one')
  const [refusal] = await look<{ reason: string; hint: string }>('refusals')
  t.match(refusal, { reason: 'signature-unknown', accountSid })
  t.match(refusal!.hint, 'check that the auth token is the primary one')
  t.equal((await reelay('status')).code, 1)
  await before.kill('SIGTERM')

  const both = [{ accountSid, authTokens: [provider.authToken, newToken] }]
  const after = await start({ accounts: both })
  t.equal(await call(after.port, signedBy(newToken)), 204)
  t.equal(await call(after.port, signedBy(provider.authToken)), 204, 'either, meanwhile')
  t.equal((await look('recordings')).length, 3)
  const check = await reelay('config', 'check')
  t.equal(check.code, 0, check.stderr)
  t.notMatch(check.stdout, newToken, 'no secret is shown')
})
