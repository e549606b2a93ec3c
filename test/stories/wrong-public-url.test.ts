import t from 'tap'
import { call, provider } from '../e2e/provider.ts'
import { operator } from './operator.ts'

/** As its proxy forwards it. */
const forwarded = {
  event: 'recording-completed',
  headers: { 'x-forwarded-host': 'hooks.example.com', 'x-forwarded-proto': 'https' },
} as const

interface Refusal {
  reason: string
  publicUrl?: string
  hint: string
}

t.test('a wrong public URL is found and mended', async t => {
  const { start, reelay, look } = operator(t, { publicUrl: 'https://old.example.com' })
  const wrong = await start()
  t.equal(await call(wrong.port, forwarded), 403)

  const status = await reelay('status')
  t.equal(status.code, 1, 'something needs a hand')
  t.match(status.stdout, 'reelay refusals')
  const [refusal] = await look<Refusal>('refusals')
  t.match(refusal, { reason: 'public-url-wrong', publicUrl: provider.publicUrl })
  t.match(refusal!.hint, `set REELAY_PUBLIC_URL to that`)
  const table = await reelay('refusals')
  t.match(table.stdout, provider.publicUrl)
  t.same(await look('recordings'), [], 'nothing was stored')
  await wrong.kill('SIGTERM')

  const right = await start({ publicUrl: provider.publicUrl })
  t.equal(await call(right.port, forwarded), 204)
  t.match(await look('recordings'), [{ state: 'completed' }])
  t.equal((await reelay('status')).code, 0)
})
