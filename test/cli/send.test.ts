import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { sendRequest } from '../../src/cli/send-request.ts'
import type { ReceivedRequest, Verdict } from '../../src/domain/verdict.ts'
import { decodeForm } from '../../src/twilio/form.ts'
import { sampleEvents } from '../../src/twilio/sample.ts'
import { signRequest } from '../../src/twilio/sign.ts'
import { createVerifier } from '../../src/twilio/verify.ts'
import { run } from './run.ts'

const authToken = 'aaaabbbbccccddddeeeeffff00001111'
const env = { TWILIO_AUTH_TOKEN: authToken }

interface Arrived {
  method: string
  target: string
  headers: IncomingMessage['headers']
  body: string
  verdict: Verdict
}

/** A receiver on a real socket, which verifies what arrives. */
async function receiver(t: Test, options: { status?: number; publicUrl?: string } = {}) {
  const arrived: Arrived[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', headers } = request
    const body = await buffer(request)
    const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    const publicUrls = [options.publicUrl ?? base]
    const verifier = createVerifier({ accounts: [], authTokens: [authToken], publicUrls })
    const verdict = verifier.verify({
      method: method as ReceivedRequest['method'],
      target,
      headers,
      body,
      ...(form ? { form: body.toString() } : {}),
      seen: { protocol: 'http', host: '127.0.0.1', port },
    })
    arrived.push({ method, target, headers, body: body.toString(), verdict })
    const status = verdict.genuine ? (options.status ?? 204) : 403
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {})
    response.end(status === 204 ? '' : 'said the receiver')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  return { arrived, base }
}

t.test('every event by every way is genuine', async t => {
  const { arrived, base } = await receiver(t)
  for (const event of sampleEvents) {
    const ran = await run(['send', `${base}/callbacks`, '--event', event], { env })
    t.match(ran, { code: 0, stdout: /^204 No Content in [\d.]+ ms\n$/, stderr: '' }, event)
  }
  for (const method of ['HEAD', 'GET', 'post', 'PUT', 'PATCH', 'DELETE']) {
    const ran = await run(['send', `${base}/c?a=1#rc=5`, '--method', method], { env })
    t.match(ran, { code: 0 })
    t.match(arrived.at(-1), { method: method.toUpperCase(), target: /^\/c\?a=1/ })
  }
  const ran = await run(['send', base, '--json'], { env })
  t.match(ran, { code: 0 })
  t.match(arrived.at(-1), { target: /^\/\?bodySHA256=/ })
  t.match(JSON.parse(arrived.at(-1)!.body), { status: 'completed' })
  t.ok(arrived.every(({ verdict }) => verdict.genuine))
  t.equal(new Set(arrived.map(({ body, target }) => body + target)).size, arrived.length)
})

t.test('the URL is sent as it is written', async t => {
  const { arrived, base } = await receiver(t)
  const path = "/a/../b//c%7e?x='y'&z=%zz&"
  t.match(await run(['send', base + path], { env }), { code: 0 })
  t.equal(arrived[0]!.target, path)
})

t.test('user info goes into Authorization, and is signed', async t => {
  const { arrived, base } = await receiver(t)
  const withUser = base.replace('//', '//sam:word@')
  const ran = await run(['send', `${withUser}/c`, '--public-url', `${base}/`], { env })
  t.match(ran, { code: 0 })
  t.match(arrived[0]!.headers, { authorization: `Basic ${btoa('sam:word')}` })
})

t.test('fields, account, and a public URL of another place', async t => {
  const publicUrl = 'https://hooks.example.net/base'
  const { arrived, base } = await receiver(t, { publicUrl })
  const args = ['send', `${base}/c`, '--public-url', publicUrl, '--account', 'AC1']
  const fields = ['--field', 'RoomName=a=b', '--field', 'Extra=']
  t.match(await run([...args, ...fields], { env }), { code: 0 })
  const sent = Object.fromEntries(decodeForm(arrived[0]!.body))
  t.match(sent, { AccountSid: 'AC1', RoomName: 'a=b', Extra: '' })
})

t.test('forged, refused, redirected', async t => {
  const { arrived, base } = await receiver(t, { status: 302 })
  const forged = await run(['send', `${base}/c`, '--forge'])
  t.match(forged, { code: 1, stdout: /^403 Forbidden in .*\nsaid the receiver\n$/ })
  t.match(await run(['send', `${base}/c`], { env }), { code: 1, stdout: /^302 Found/ })
  t.equal(arrived.length, 2, 'no redirect was followed')
})

t.test('nobody there, and half an answer', async t => {
  const server = createTcpServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const half = await run(['send', `http://127.0.0.1:${port}/`], { env })
  t.match(half, { code: 1, stdout: '', stderr: /no whole answer: aborted\n$/ })
  server.close()
  await once(server, 'close')
  const none = await run(['send', `http://127.0.0.1:${port}/`], { env })
  t.match(none, { code: 1, stdout: '', stderr: /ECONNREFUSED/ })
})

t.test('a time-out is told by its cause', async t => {
  const server = createTcpServer(socket => socket.on('error', () => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  const callback = signRequest({ method: 'POST', url, fields: [], authToken })
  await t.rejects(sendRequest(callback, 1), { cause: { name: 'TimeoutError' } })
})

t.test('--curl prints what a shell passes on to curl word for word', async t => {
  const url = "http://127.0.0.1:1/c?x=it's"
  const args = ['send', url, '--field', "RoomName=it's [a] {b} $(c)", '--curl']
  const verifier = createVerifier({
    accounts: [],
    authTokens: [authToken],
    publicUrls: ['http://127.0.0.1:1'],
  })
  for (const method of ['POST', 'GET'] as const) {
    const { code, stdout } = await run([...args, '--method', method], { env })
    t.equal(code, 0)
    const shell = `curl() { printf '%s\\n' "$@"; }\n${stdout}`
    const words = (await promisify(execFile)('sh', ['-c', shell])).stdout.trimEnd().split('\n')
    const following = (option: string) => words[words.indexOf(option) + 1]!
    t.equal(following('--request'), method)
    const form = words.includes('--data-raw') ? following('--data-raw') : ''
    const type = 'application/x-www-form-urlencoded'
    const signature = words.find(word => word.startsWith('x-twilio-signature: '))!.split(' ')[1]!
    const verdict = verifier.verify({
      method,
      target: words.at(-1)!.slice('http://127.0.0.1:1'.length),
      headers: { 'x-twilio-signature': signature, 'content-type': type },
      body: Buffer.from(form),
      form,
      seen: { protocol: 'http', host: '127.0.0.1', port: 1 },
    })
    t.ok(verdict.genuine)
    t.equal(form === '', method === 'GET')
  }
  const head = await run([...args, '--method', 'HEAD'], { env })
  t.match(head.stdout, /--head/)
})

t.test('used wrongly', async t => {
  const url = 'http://127.0.0.1:1/'
  const cases: [argv: string[], env: Record<string, string>, stderr: RegExp][] = [
    [[], env, /URL must be absolute/],
    [['/callbacks'], env, /URL must be absolute/],
    [['ftp://h/'], env, /URL must be absolute/],
    [['http:///x'], env, /URL must be absolute/],
    [[url], {}, /TWILIO_AUTH_TOKEN/],
    [[url, '--event', 'party-started'], env, /--event must be one of/],
    [[url, '--method', 'OPTIONS'], env, /--method must be one of/],
    [[url, '--field', 'Name'], env, /--field must be NAME=VALUE/],
    [[url, '--json', '--event', 'room-ended'], env, /--json is for recording events/],
  ]
  for (const [argv, env, stderr] of cases) {
    t.match(await run(['send', ...argv], { env }), { code: 64, stdout: '', stderr })
  }
})
