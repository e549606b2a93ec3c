import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type AdminServerOptions, buildAdminServer } from '../../src/http/admin.ts'
import { bare, post } from './callback-server.ts'
import { openRaw, type RawAnswer } from './raw-client.ts'

async function startAdmin(
  t: Test,
  options: Partial<AdminServerOptions> = {},
): Promise<(bytes: string, head?: boolean) => Promise<RawAnswer>> {
  const app = buildAdminServer({
    ready: () => ({ ready: true, status: 'ok' }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    api: echo,
    ...options,
  })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  return async (bytes, head = false) => {
    const client = await openRaw((app.server.address() as AddressInfo).port)
    t.teardown(() => client.socket.destroy())
    client.send(bytes)
    return client.answer({ head })
  }
}

/** Answers with what it is asked. */
const echo: AdminServerOptions['api'] = {
  answer: async call => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  }),
  follow: async url => {
    const texts = [`data: ${url}\n\n`]
    return { next: async () => texts.shift(), close() {} }
  },
}

t.test('health and readiness', async t => {
  let ready = true
  const ask = await startAdmin(t, {
    tokens: [{ name: 'admin', token: 'a-secret', role: 'admin' }],
    ready: () => ({ ready, status: ready ? 'ok' : 'stopping' }),
  })
  for (const path of ['/healthz', '/readyz']) {
    const { status, headers, body } = await ask(bare('GET', path))
    t.equal(status, 200, path)
    t.equal(headers['content-type'], 'application/json')
    t.equal(body, '{"status":"ok"}')
    t.equal((await ask(bare('HEAD', path), true)).status, 200)
  }
  ready = false
  const answer = await ask(bare('GET', '/readyz'))
  t.equal(answer.status, 503)
  t.equal(answer.body, '{"status":"stopping"}')
  t.equal((await ask(bare('GET', '/healthz'))).status, 200, 'the process lives on')
})

t.test('metrics, open where no token is set', async t => {
  const ask = await startAdmin(t)
  const answer = await ask(bare('GET', '/metrics'))
  t.equal(answer.status, 200)
  t.equal(answer.headers['content-type'], 'text/plain; version=0.0.4')
  t.equal(answer.body, 'up 1\n')
})

t.test('metrics, behind tokens of either role', async t => {
  const ask = await startAdmin(t, {
    tokens: [
      { name: 'admin', token: 'correct-horse', role: 'admin' },
      { name: 'board', token: 'battery-staple', role: 'read' },
    ],
  })
  const metrics = (...headers: string[]) => ask(bare('GET', '/metrics', ...headers))
  const wrong = [
    [],
    ['Authorization:'],
    ['Authorization: Bearer'],
    ['Authorization: Bearer '],
    ['Authorization: Bearer correct-hors'],
    ['Authorization: Bearer correct-horse2'],
    ['Authorization: Bearer correct-horse x'],
    ['Authorization: Basic correct-horse'],
    ['Authorization: correct-horse'],
  ]
  for (const headers of wrong) {
    const answer = await metrics(...headers)
    t.equal(answer.status, 401, headers[0] ?? 'no header')
    t.equal(answer.headers['www-authenticate'], 'Bearer')
    t.equal(answer.headers['content-type'], 'application/problem+json')
  }
  t.equal((await metrics('Authorization: Bearer correct-horse')).status, 200)
  t.equal((await metrics('authorization: bearer  correct-horse')).status, 200)
  t.equal((await metrics('Authorization: Bearer battery-staple')).status, 200)
})

t.test('metrics that can not be had', async t => {
  const failures = {
    'a rejection': () => Promise.reject(new Error('hush')),
    'a throw': () => {
      throw new Error('hush')
    },
  }
  for (const [name, metrics] of Object.entries(failures)) {
    const ask = await startAdmin(t, { metrics })
    const answer = await ask(bare('GET', '/metrics'))
    t.equal(answer.status, 503, name)
    t.equal(answer.headers['content-type'], 'application/problem+json')
    t.notMatch(answer.body, 'hush')
  }
})

t.test('everything else', async t => {
  const ask = await startAdmin(t)
  t.equal((await ask(bare('GET', '/'))).status, 404)
  t.equal((await ask(bare('GET', '/callbacks'))).status, 404)
  t.equal((await ask(bare('GET', '/metrics/'))).status, 404)
  t.equal((await ask(bare('CONNECT', '/metrics'))).status, 405)
  const answer = await ask(post('A=1', '/metrics'))
  t.equal(answer.status, 405)
  t.equal(answer.headers['allow'], 'GET, HEAD')
  t.equal((await ask('no HTTP\r\n\r\n')).headers['content-type'], 'application/problem+json')
})
