import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { AdminToken } from '../../src/domain/settings.ts'
import { type AdminServerOptions, buildAdminServer } from '../../src/http/admin.ts'
import { openRaw } from './raw-client.ts'

const tokens: AdminToken[] = [
  { name: 'on-call', token: 'all-of-it', role: 'admin' },
  { name: 'dashboard', token: 'only-looks', role: 'read' },
]

async function start(t: Test, given: readonly AdminToken[]) {
  const asked: Parameters<AdminServerOptions['api']['answer']>[0][] = []
  let closed = 0
  const app = buildAdminServer({
    tokens: given,
    ready: () => ({ ready: true, status: 'ok' }),
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    api: {
      async answer(call) {
        asked.push(call)
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
      },
      async follow(url, lastEventId) {
        const texts = [`data: ${url}\n\n`, `data: ${lastEventId}\n\n`]
        return {
          next: async () => texts.shift(),
          close() {
            closed++
          },
        }
      },
    },
  })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  async function ask(line: string, headers: readonly string[] = [], body = '') {
    const client = await openRaw(port)
    t.teardown(() => client.socket.destroy())
    const all = [...headers, ...(body ? [`Content-Length: ${body.length}`] : [])]
    const host = all.some(each => /^host:/i.test(each)) ? [] : [`Host: 127.0.0.1:${port}`]
    client.send(`${[`${line} HTTP/1.1`, ...host, ...all].join('\r\n')}\r\n\r\n${body}`)
    return client.answer()
  }
  return { ask, asked, port, closed: () => closed }
}

const json = 'Content-Type: application/json'
const bearer = (token: string) => `Authorization: Bearer ${token}`

t.test('with tokens: who brings none is told so, who only looks changes nothing', async t => {
  const { ask, asked } = await start(t, tokens)
  t.equal((await ask('GET /api/v1/status')).status, 401)
  t.equal((await ask('GET /api/v1/status', [bearer('wrong')])).status, 401)
  t.equal((await ask('GET /api/v1/status', [bearer('only-looks')])).status, 200)
  const refused = await ask('POST /api/v1/purges', [bearer('only-looks'), json], '{}')
  t.equal(refused.status, 403)
  t.equal(refused.headers['content-type'], 'application/problem+json')
  t.equal((await ask('DELETE /api/v1/replays/rp-1', [bearer('only-looks')])).status, 403)
  t.equal((await ask('POST /api/v1/purges', [bearer('all-of-it'), json], '{"a":1}')).status, 200)
  t.equal((await ask('DELETE /api/v1/replays/rp-1', [bearer('all-of-it')])).status, 200)
  t.match(asked, [
    { method: 'GET', url: '/api/v1/status', operator: 'dashboard' },
    { method: 'POST', operator: 'on-call', body: { text: '{"a":1}' } },
    { method: 'DELETE', url: '/api/v1/replays/rp-1', operator: 'on-call' },
  ])
})

t.test('without a token only a name of this machine is answered', async t => {
  const { ask, asked } = await start(t, [])
  for (const host of ['localhost', 'localhost:9090', '127.0.0.1', '127.1.2.3:1', '[::1]:9090']) {
    t.equal((await ask('GET /api/v1/status', [`Host: ${host}`])).status, 200, host)
  }
  for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1', '127.0.0.1.nip.io']) {
    const { status, body } = await ask('GET /api/v1/status', [`Host: ${host}`])
    t.equal(status, 403, host)
    t.match(body, /REELAY_ADMIN_TOKEN/)
  }
  t.same(new Set(asked.map(({ operator }) => operator)), new Set(['loopback']))
})

t.test('a web page of another origin is not answered, whatever it brings', async t => {
  for (const given of [[], tokens]) {
    const { ask } = await start(t, given)
    const own = given.length > 0 ? [bearer('all-of-it')] : []
    const post = (...headers: string[]) =>
      ask('POST /api/v1/quarantine/reparse', [...own, 'Host: localhost', json, ...headers], '{}')
    t.equal((await post()).status, 200)
    t.equal((await post('Origin: http://localhost')).status, 200)
    t.equal((await post('Sec-Fetch-Site: same-origin')).status, 200)
    t.equal((await post('Sec-Fetch-Site: none')).status, 200)
    t.equal((await post('Origin: https://evil.example')).status, 403)
    t.equal((await post('Origin: null')).status, 403)
    t.equal((await post('Origin: http://localhost:81')).status, 403)
    t.equal((await post('Sec-Fetch-Site: cross-site')).status, 403)
    t.equal((await post('Sec-Fetch-Site: same-site')).status, 403)
    const get = await ask('GET /api/v1/status', [...own, 'Host: localhost', 'Origin: null'])
    t.equal(get.status, 403)
  }
})

t.test('what a form of a web page could send is no JSON, and not taken', async t => {
  const { ask, asked } = await start(t, [])
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const { status } = await ask('POST /api/v1/purges', [`Content-Type: ${type}`], '{"room":"x"}')
    t.equal(status, 415, type)
  }
  t.equal((await ask('POST /api/v1/purges', [], '{"room":"x"}')).status, 415)
  t.equal((await ask('PUT /api/v1/purges', [json], '{}')).status, 405)
  t.equal((await ask('POST /api/v1/purges', [json], 'x'.repeat(70_000))).status, 413)
  t.same(asked, [])
})

t.test('a stream is passed on piece by piece, until its end', async t => {
  const { ask, closed, port } = await start(t, tokens)
  const path = '/api/v1/events/stream?type=twilio.*'
  const headers = { authorization: 'Bearer only-looks', 'last-event-id': '7' }
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
  t.equal(answer.status, 200)
  t.equal(answer.headers.get('content-type'), 'text/event-stream')
  t.equal(await answer.text(), `data: ${path}\n\ndata: 7\n\n`)
  t.equal(closed(), 1)
  t.equal((await ask(`GET ${path}`)).status, 401)
})
