import { createHash } from 'node:crypto'
import t from 'tap'
import { createProbeLog } from '../../src/http/probes.ts'
import { bare, genuine, post, startCallbacks } from './callback-server.ts'

const id = '00112233445566ff'
const instant = Date.parse('2026-03-14T09:26:53.589Z')
const refuse = () =>
  ({ genuine: false, reason: 'body-changed', diagnosed: true, hint: 'Pass it on.' }) as const

t.test('a genuine probe is answered, logged and remembered, never appended', async t => {
  const probes = createProbeLog(() => instant)
  const { ask, stored, lines } = await startCallbacks(t, {
    probes,
    verify: request => ({ ...genuine(request), probe: true }),
  })
  const body = 'StatusCallbackEvent=reelay-probe&Text=Zo%C3%AB%20'
  const target = `/callbacks/below/?x=a%20b&reelay-probe=${id}`
  const headers = ['X-Forwarded-For: 192.0.2.7', 'X-Forwarded-For: 192.0.2.8', 'Via: 1.1 edge']
  const answer = await ask(post(body, target, ...headers))
  t.match(answer, { status: 204, body: '' })
  t.strictSame(stored, [])
  t.equal(lines.length, 1)
  const { ms, msg, ...line } = lines[0]!
  t.type(ms, 'number')
  t.strictSame(line, {
    level: 'info',
    event: 'callback.probed',
    probe: id,
    method: 'POST',
    path: '/callbacks/below/',
  })
  t.strictSame(JSON.parse(JSON.stringify(probes.get(id))), {
    id,
    receivedAt: '2026-03-14T09:26:53.589Z',
    count: 1,
    outcome: 'probed',
    method: 'POST',
    target,
    httpVersion: '1.1',
    headers: {
      host: 'hooks.example',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': String(body.length),
      'x-forwarded-for': '192.0.2.7, 192.0.2.8',
      via: '1.1 edge',
    },
    body: {
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
      start: Buffer.from(body).toString('base64'),
    },
    remoteAddress: '127.0.0.1',
  })
})

t.test('a probe without an id is no callback all the same', async t => {
  const { ask, stored, lines } = await startCallbacks(t, {
    verify: request => ({ ...genuine(request), probe: true }),
  })
  t.equal((await ask(bare('GET', '/callbacks?x'))).status, 204)
  t.strictSame(stored, [])
  t.equal(lines.length, 1)
  t.match(lines[0], { event: 'callback.probed', path: '/callbacks' })
  t.notOk('probe' in lines[0]!)
})

t.test('a callback whose own query names a probe is kept as any other', async t => {
  const probes = createProbeLog()
  const { ask, stored } = await startCallbacks(t, { probes })
  t.equal((await ask(post('A=1', `/callbacks?reelay-probe=${id}`))).status, 204)
  t.equal(stored.length, 1)
  t.equal(probes.get(id), undefined)
})

t.test('what was refused or rejected is remembered too, with the reason', async t => {
  const probes = createProbeLog()
  const { ask, stored } = await startCallbacks(t, { probes, verify: refuse })
  const query = `?reelay-probe=${id}`
  t.equal((await ask(post('A=1', `/callbacks${query}`))).status, 403)
  t.match(probes.get(id), {
    outcome: 'refused',
    reason: 'body-changed',
    hint: 'Pass it on.',
    body: { bytes: 3 },
  })
  const other = id.replace('00', 'aa')
  t.equal((await ask(post('A=1', `/elsewhere?reelay-probe=${other}`))).status, 404)
  t.match(probes.get(other), {
    outcome: 'rejected',
    reason: 'not-found',
    target: `/elsewhere?reelay-probe=${other}`,
  })
  t.notOk('body' in probes.get(other)!)
  const zipped = id.replace('00', 'bb')
  const coded = post('A=1', `/callbacks?reelay-probe=${zipped}`, 'Content-Encoding: gzip')
  t.equal((await ask(coded)).status, 415)
  t.match(probes.get(zipped), { reason: 'content-encoding' })
  t.strictSame(stored, [])
})

t.test('where the query was lost, the idempotency token tells', async t => {
  const probes = createProbeLog()
  const { ask } = await startCallbacks(t, { probes, verify: refuse })
  const token = `I-Twilio-Idempotency-Token: reelay-probe-${id}`
  t.equal((await ask(post('A=1', '/callbacks', token))).status, 403)
  t.match(probes.get(id), { target: '/callbacks' })
})

t.test('ids that are none', async t => {
  const probes = createProbeLog()
  const { ask } = await startCallbacks(t, { probes, verify: refuse })
  const wrong = [id.toUpperCase(), id.slice(1), `${id}0`, '', '../../x', '%30'.repeat(16)]
  for (const each of wrong) {
    t.equal((await ask(post('A=1', `/callbacks?reelay-probe=${each}`))).status, 403)
    t.equal(probes.get(each), undefined, each)
  }
  t.equal((await ask(post('A=1', `/callbacks?own-reelay-probe=${id}`))).status, 403)
  t.equal(probes.get(id), undefined)
})

t.test('secrets are masked, whatever has them', async t => {
  const probes = createProbeLog()
  const { ask } = await startCallbacks(t, { probes, verify: refuse })
  const secrets = [
    'Authorization: Bearer hush',
    'Cookie: session=hush',
    'X-Twilio-Signature: hush',
    'X-Amzn-Oidc-Data: hush',
    'Cf-Access-Jwt-Assertion: hush',
    'X-Api-Key: hush',
    '__proto__: kept',
  ]
  t.equal((await ask(post('A=1', `/callbacks?reelay-probe=${id}`, ...secrets))).status, 403)
  const text = JSON.stringify(probes.get(id))
  t.notMatch(text, 'hush')
  t.match(text, '"authorization":"***"')
  t.match(text, '"__proto__":"kept"')
})

t.test('huge ones are cut', async t => {
  const probes = createProbeLog()
  const { ask } = await startCallbacks(t, { probes, verify: refuse })
  const body = 'x'.repeat(60_000)
  const many = Array.from({ length: 40 }, (_, index) => `X-Long-${index}: ${'y'.repeat(700)}`)
  t.equal((await ask(post(body, `/callbacks?reelay-probe=${id}`, ...many))).status, 403)
  const arrived = probes.get(id)!
  t.equal(arrived.body?.bytes, 60_000)
  t.equal(arrived.body?.sha256, createHash('sha256').update(body).digest('hex'))
  t.equal(Buffer.from(arrived.body!.start, 'base64').length, 4096)
  t.equal(arrived.headers['x-long-0'], `${'y'.repeat(512)}…`)
  t.ok(JSON.stringify(arrived.headers).length < 10_000)
})

t.test('the same one again is counted; the first stays', async t => {
  const probes = createProbeLog()
  const { ask } = await startCallbacks(t, { probes, verify: refuse })
  t.equal((await ask(post('A=1', `/callbacks?reelay-probe=${id}`))).status, 403)
  t.equal((await ask(post('A=1', `/callbacks?again&reelay-probe=${id}`))).status, 403)
  t.match(probes.get(id), { count: 2, target: `/callbacks?reelay-probe=${id}` })
})

t.test('a flood of forgeries pushes out forgeries only', async t => {
  const probes = createProbeLog()
  let probe = true
  const { open } = await startCallbacks(t, {
    probes,
    verify: request => (probe ? { ...genuine(request), probe: true } : refuse()),
  })
  const ids = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(16, '0'))
  const client = await open()
  client.send(post('A=1', `/callbacks?reelay-probe=${id}`))
  t.equal((await client.answer()).status, 204)
  probe = false
  for (const each of ids) {
    client.send(post('A=1', `/callbacks?reelay-probe=${each}`))
    t.equal((await client.answer()).status, 403)
  }
  t.match(probes.get(id), { outcome: 'probed' })
  const left = ids.filter(each => probes.get(each) !== undefined)
  t.strictSame(left, ids.slice(-20))
})
