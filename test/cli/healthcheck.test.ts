import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { run } from './run.ts'

/** Serves on a free port until the test ends. */
async function listen(t: Test, answer: RequestListener, host = '127.0.0.1'): Promise<number> {
  const server = createServer(answer).listen(0, host)
  t.teardown(() => new Promise(resolve => server.close(resolve).closeAllConnections()))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A port that nothing listens at any more. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

const check = (env: Record<string, string>, ...args: string[]) =>
  run(['healthcheck', ...args], { env })

t.test('ready, and where it asks', async t => {
  const asked: string[] = []
  const answer: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('{"status":"ready"}')
  }
  const port = await listen(t, answer)
  const ready = { code: 0, stdout: 'ready\n', stderr: '' }
  const cwd = t.testdir({
    'reelay.config.json': JSON.stringify({ admin: { host: '0.0.0.0', port } }),
    'mine.json': JSON.stringify({ admin: { port } }),
  })
  t.strictSame(await check({ ADMIN_PORT: ` ${port} ` }), ready)
  t.strictSame(await check({ ADMIN_PORT: `${port}`, ADMIN_HOST: '0.0.0.0' }), ready)
  t.strictSame(await run(['healthcheck'], { cwd }), ready)
  t.strictSame(await check({ REELAY_CONFIG: join(cwd, 'mine.json') }), ready)
  t.strictSame(
    await check({ REELAY_ADMIN_URL: `http://127.0.0.1:${port}/`, ADMIN_PORT: '1' }),
    ready,
  )
  t.strictSame(await check({ REELAY_ADMIN_URL: `http://127.0.0.1:${port}/below` }), ready)
  t.strictSame(asked, [...Array(5).fill('GET /readyz'), 'GET /below/readyz'])
})

t.test('over IPv6', async t => {
  const port = await listen(t, (_, response) => response.end(), '::1')
  for (const host of ['::1', '::']) {
    t.equal((await check({ ADMIN_PORT: `${port}`, ADMIN_HOST: host })).code, 0)
  }
})

t.test('not ready', async t => {
  for (const status of [503, 404, 302, 204]) {
    const port = await listen(t, (_, response) => {
      response.writeHead(status, { location: '/healthz' }).end()
    })
    t.strictSame(await check({ ADMIN_PORT: `${port}` }), {
      code: 1,
      stdout: `not ready: 127.0.0.1:${port} answered ${status}\n`,
      stderr: '',
    })
  }
})

t.test('not to be reached', async t => {
  const port = await freePort()
  t.strictSame(await check({ ADMIN_PORT: `${port}` }), {
    code: 1,
    stdout: `not ready: connect ECONNREFUSED 127.0.0.1:${port}\n`,
    stderr: '',
  })
  const { stdout } = await check({ REELAY_ADMIN_URL: `https://user:hunter2@127.0.0.1:${port}` })
  t.match(stdout, /^not ready: .*ECONNREFUSED/)
  t.notMatch(stdout, /hunter2/)
})

t.test('answers that never come, or never end, or are none', async t => {
  const late = { code: 1, stdout: 'not ready: no answer within 0.05 s\n', stderr: '' }
  const silent = await listen(t, () => {})
  t.strictSame(await check({ ADMIN_PORT: `${silent}` }, '--timeout', '0.05'), late)
  const endless = await listen(t, (_, response) => void response.write('{'))
  t.strictSame(await check({ ADMIN_PORT: `${endless}` }, '--timeout=0.05'), late)

  const answers = ['SSH-2.0-OpenSSH\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{', '']
  for (const answer of answers) {
    const sockets = new Set<Socket>()
    const server = createTcpServer(socket => {
      sockets.add(socket)
      socket.once('data', () => socket.end(answer))
    }).listen(0, '127.0.0.1')
    t.teardown(() => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(resolve))
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, stdout } = await check({ ADMIN_PORT: `${port}` })
    t.equal(code, 1)
    t.match(stdout, /^not ready: .+\n$/)
  }
})

t.test('mistakes are one line and 1 as well, but for usage', async t => {
  const cwd = t.testdir({ 'reelay.config.json': '{' })
  t.match(await run(['healthcheck'], { cwd }), {
    code: 1,
    stdout: /^not ready: reelay\.config\.json:1:2: not JSON.*\n$/,
  })
  const cases: [Record<string, string>, RegExp][] = [
    [
      { REELAY_ADMIN_URL: '127.0.0.1:8081' },
      /^not ready: REELAY_ADMIN_URL: not an http or https URL/,
    ],
    [{ REELAY_ADMIN_URL: 'http://[' }, /^not ready: REELAY_ADMIN_URL: /],
    [{ ADMIN_PORT: '0' }, /^not ready: ADMIN_PORT: no fixed port\. Set REELAY_ADMIN_URL/],
    [{ ADMIN_PORT: '99999' }, /^not ready: /],
    [{ ADMIN_HOST: 'a b' }, /^not ready: /],
    [{ REELAY_CONFIG: '/nowhere.json' }, /^not ready: REELAY_CONFIG: there is no such file/],
  ]
  for (const [env, stdout] of cases) t.match(await check(env), { code: 1, stdout, stderr: '' })
  for (const seconds of ['0', '-1', 'soon', '1e9', '']) {
    t.match(await check({}, `--timeout=${seconds}`), { code: 64, stderr: /needs seconds/ })
  }
})
