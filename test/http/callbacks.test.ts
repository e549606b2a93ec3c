import { once } from 'node:events'
import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import { callbackMethods } from '../../src/domain/callback.ts'
import { type Receipt, Unstored } from '../../src/domain/journal.ts'
import { bare, genuine, post, receipt, startCallbacks } from './callback-server.ts'

t.test('a genuine callback is kept, then answered 204', async t => {
  const { ask, received, stored, lines } = await startCallbacks(t)
  const body = 'TrackName=%20front%20desk&Empty=&RecordingSid=RTb7'
  const answer = await ask(
    post(body, '/callbacks/eu?own=1&own=%zz', 'X-Twilio-Signature: c2lnbmVk', 'X-Home-Region: us1'),
  )
  t.equal(answer.status, 204)
  t.equal(answer.body, '')
  t.notOk('content-length' in answer.headers)
  const [request] = received
  t.match(request, {
    method: 'POST',
    target: '/callbacks/eu?own=1&own=%zz',
    form: body,
    seen: { protocol: 'http', host: 'hooks.example' },
  })
  t.equal(request?.headers['x-twilio-signature'], 'c2lnbmVk')
  t.strictSame(Buffer.from(stored[0]!.body).toString(), body)
  t.match(stored[0], {
    method: 'POST',
    publicUrl: 'https://hooks.example',
    target: '/callbacks/eu?own=1&own=%zz',
    signedText: '/callbacks/eu?own=1&own=%zz',
  })
  t.strictSame(
    stored[0]!.headers,
    {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-home-region': 'us1',
    },
    'the signature is not kept',
  )
  t.equal(lines.length, 1)
  const { ms, ...line } = lines[0]!
  t.type(ms, 'number')
  t.strictSame(line, {
    level: 'info',
    event: 'callback.stored',
    id: receipt.id,
    type: receipt.type,
    accountSid: 'ACb7',
    recordingSid: 'RTb7',
    method: 'POST',
    msg: 'Stored',
  })
})

t.test('duplicates and misfits are answered 204 too', async t => {
  const receipts: Receipt[] = [
    { outcome: 'duplicate', id: 'RTb7-x', differs: false },
    { outcome: 'duplicate', id: 'RTb7-x', differs: true },
    { outcome: 'quarantined', id: 'misfit-1', errors: [{ path: '/Size', message: 'no integer' }] },
  ]
  const left = [...receipts]
  const { ask, lines } = await startCallbacks(t, {
    inbox: { append: async () => left.shift()! },
  })
  for (const each of receipts) {
    t.equal((await ask(post('A=1'))).status, 204, each.outcome)
  }
  t.match(lines, [
    { level: 'info', event: 'callback.duplicate', id: 'RTb7-x', differs: false },
    { level: 'warn', event: 'callback.duplicate', id: 'RTb7-x', differs: true },
    {
      level: 'warn',
      event: 'callback.quarantined',
      errors: [{ path: '/Size', message: 'no integer' }],
    },
  ])
  t.equal(lines.length, 3)
})

t.test('what is not genuine gets a reference, the log line gets the reason', async t => {
  const { ask, stored, lines } = await startCallbacks(t, {
    verify: () => ({
      genuine: false,
      reason: 'public-url-wrong',
      diagnosed: true,
      publicUrl: 'https://tunnel.example',
      accountSid: 'ACb7',
      hint: 'Set REELAY_PUBLIC_URL.',
    }),
  })
  const answer = await ask(post('A=1', '/callbacks?token=hush', 'X-Twilio-Signature: hush'))
  t.equal(answer.status, 403)
  t.equal(answer.headers['content-type'], 'application/problem+json')
  const { reference, ...rest } = JSON.parse(answer.body)
  t.strictSame(rest, { title: 'Forbidden', status: 403 })
  t.match(reference, /^[\da-f]{8}$/)
  t.equal(stored.length, 0)
  t.match(lines, [
    {
      level: 'warn',
      event: 'callback.refused',
      reason: 'public-url-wrong',
      reference,
      diagnosed: true,
      publicUrl: 'https://tunnel.example',
      accountSid: 'ACb7',
      method: 'POST',
      path: '/callbacks',
      msg: 'Set REELAY_PUBLIC_URL.',
    },
  ])
  t.notMatch(JSON.stringify(lines), 'hush')
  const again = JSON.parse((await ask(post('A=1'))).body)
  t.not(again.reference, reference)
})

t.test('what can not be kept is answered 503', async t => {
  const failures = [
    new Unstored('disk-full', 'The disk is full.'),
    new TypeError('a mistake of ours'),
  ]
  const left = [...failures]
  const { ask, lines } = await startCallbacks(t, {
    inbox: { append: () => Promise.reject(left.shift()) },
  })
  for (const _ of failures) {
    const answer = await ask(post('A=1'))
    t.equal(answer.status, 503)
    t.equal(answer.headers['content-type'], 'application/problem+json')
    t.match(answer.headers['retry-after'], /^\d+$/)
    t.notMatch(answer.body, /mistake|full/)
  }
  t.match(lines, [
    { level: 'error', event: 'callback.unstored', code: 'disk-full', msg: 'The disk is full.' },
    { level: 'error', event: 'callback.unstored', code: 'unexpected', err: failures[1] },
  ])
  t.equal(lines.length, 2)
})

t.test('a mistake of ours while verifying is a 503 as well, without a stack trace', async t => {
  const mistake = new Error('not thought of')
  const { ask, lines } = await startCallbacks(t, {
    verify() {
      throw mistake
    },
    maxOpenRequests: 1,
  })
  const requests = [post('A=1'), bare('GET', '/callbacks'), post('A=1')]
  for (const request of requests) {
    const answer = await ask(request)
    t.equal(answer.status, 503)
    t.notMatch(answer.body, /not thought of|\.ts/)
  }
  t.equal(lines.length, 3)
  for (const line of lines) {
    t.match(line, { event: 'callback.unstored', code: 'unexpected', err: mistake })
  }
})

t.test('each of the six methods may bring a body', async t => {
  const { open, received } = await startCallbacks(t)
  for (const method of callbackMethods) {
    const client = await open()
    client.send(post('A=1').replace('POST', method), bare(method, '/callbacks/?B=2'))
    const head = method === 'HEAD'
    t.equal((await client.answer({ head })).status, 204, method)
    t.equal((await client.answer({ head })).status, 204, method)
    const [second, first] = received.splice(0).sort((a, b) => a.body.length - b.body.length)
    t.match(first, { method, form: 'A=1' })
    t.match(second, { method, target: '/callbacks/?B=2' })
    t.equal(second?.form, undefined)
    t.equal(second?.body.length, 0)
  }
})

t.test('which paths are callbacks', async t => {
  await t.test('the configured one and all below it', async t => {
    const { ask, received } = await startCallbacks(t)
    const inside = ['/callbacks', '/callbacks/', '/callbacks?', '/callbacks//', '/callbacks/%00']
    for (const target of [...inside, '/callbacks/a/b?c', '/callb%61cks']) {
      t.equal((await ask(bare('GET', target))).status, 204, target)
      t.equal(received.pop()?.target, target)
    }
    const outside = ['/', '/callback', '/callbacksx', '/Callbacks', '//callbacks', '/callbacks%2Fa']
    for (const target of outside) {
      t.equal((await ask(bare('GET', target))).status, 404, target)
    }
    t.equal(received.length, 0)
  })

  await t.test('/ takes all but GET and HEAD of /healthz', async t => {
    const { ask, open, received, lines } = await startCallbacks(t, { callbackPath: '/' })
    for (const target of ['/', '/?a', '/x/y', '/healthz/']) {
      t.equal((await ask(bare('GET', target))).status, 204, target)
    }
    t.equal((await ask(post('A=1', '/healthz'))).status, 204)
    t.equal(received.length, 5)
    t.equal((await ask(bare('GET', '/healthz?x'))).body, '{"status":"ok"}')
    const client = await open()
    client.send(bare('HEAD', '/healthz'))
    t.equal((await client.answer({ head: true })).status, 200)
    t.equal(received.length, 5)
    t.equal(lines.length, 5)
  })

  await t.test('a path with what means something to a router', async t => {
    const { ask } = await startCallbacks(t, { callbackPath: '/a:b/*(c)/%C3%A9' })
    t.equal((await ask(bare('GET', '/a:b/*(c)/%c3%a9/x'))).status, 204)
    t.equal((await ask(bare('GET', '/aXb/Y(c)/%c3%a9'))).status, 404)
  })
})

t.test('/healthz has neither a line nor a token', async t => {
  const { ask, lines } = await startCallbacks(t)
  const answer = await ask(bare('GET', '/healthz'))
  t.equal(answer.status, 200)
  t.equal(answer.headers['content-type'], 'application/json')
  t.equal(answer.body, '{"status":"ok"}')
  t.equal(lines.length, 0)
})

t.test('the bound of open requests', async t => {
  const resolvers: ((receipt: Receipt) => void)[] = []
  const { open, ask, lines, linesUntil, app, received } = await startCallbacks(t, {
    maxOpenRequests: 2,
    inbox: { append: () => new Promise(resolve => resolvers.push(resolve)) },
  })
  const waiting = await open()
  waiting.send(post('A=1'))
  const halfSent = await open()
  halfSent.send(post('A=22').slice(0, -1))
  const [request] = (await Promise.all([
    new Promise(resolve => app.server.once('request', resolve)),
  ])) as [object]
  t.ok(request)
  for (let round = 0; round < 5; round++) {
    const answer = await ask(post('B=1'))
    t.equal(answer.status, 503)
    t.equal(answer.headers['retry-after'], '1')
    t.equal(answer.headers['content-type'], 'application/problem+json')
  }
  t.equal(received.length, 1, 'they were turned away unread')
  t.match(lines, [{ level: 'error', event: 'callback.unstored', code: 'overload', count: 1 }])
  resolvers.shift()!(receipt)
  t.equal((await waiting.answer()).status, 204)
  halfSent.send('2')
  waiting.send(bare('GET', '/healthz'))
  t.equal((await waiting.answer()).status, 200)
  await until(t, () => resolvers.length === 1)
  resolvers.shift()!(receipt)
  t.equal((await halfSent.answer()).status, 204)
  waiting.socket.destroy()
  halfSent.socket.destroy()
  await app.close()
  await linesUntil(4)
  const told = lines.filter(line => line['code'] === 'overload').map(line => line['count'])
  t.strictSame(told, [1, 4], 'each one is accounted for')
})

t.test('the bound of connections', async t => {
  const { open, app, ask, linesUntil } = await startCallbacks(t, { maxOpenRequests: 1 })
  const sockets: Socket[] = []
  app.server.on('connection', socket => sockets.push(socket))
  const idle = [await open(), await open(), await open(), await open()]
  const over = await open()
  t.equal(await over.closed, '', 'one too many is closed')
  const [line] = await linesUntil(1)
  t.match(line, { level: 'error', event: 'callback.unstored', code: 'overload', count: 1 })
  t.equal(sockets.length, 4)
  const gone = once(sockets[0]!, 'close')
  idle[0]!.socket.destroy()
  await gone
  t.equal((await ask(post('A=1'))).status, 204, 'there is room again')
})

t.test('closing', async t => {
  const resolvers: ((receipt: Receipt) => void)[] = []
  const { open, app, port, lines } = await startCallbacks(t, {
    inbox: { append: () => new Promise(resolve => resolvers.push(resolve)) },
    timeouts: { drain: 100 },
  })
  const unused = await open()
  const idle = await open()
  idle.send(bare('GET', '/healthz'))
  t.equal((await idle.answer()).headers['connection'], 'keep-alive')
  const busy = await open()
  busy.send(post('A=1'))
  const halfSent = await open()
  halfSent.send('POST /callbacks HTTP/1.1\r\nHost: a\r\n')
  await until(t, () => resolvers.length === 1)
  const closing = app.close()
  t.equal(await idle.closed, '')
  t.equal(await unused.closed, '')
  resolvers.shift()!(receipt)
  const answer = await busy.answer()
  t.equal(answer.status, 204)
  t.equal(answer.headers['connection'], 'close')
  await closing
  t.equal(await halfSent.closed, '', 'cut off when the time is up')
  t.equal(lines.length, 1)
  await t.rejects(open(), { code: 'ECONNREFUSED' }, `nobody listens on ${port}`)
})

t.test('what is seen of the origin', async t => {
  const { ask, received, port } = await startCallbacks(t)
  const hosts = {
    'hooks.example': { protocol: 'http', host: 'hooks.example' },
    'hooks.example:8443': { protocol: 'http', host: 'hooks.example', port: 8443 },
    '[::1]:80': { protocol: 'http', host: '[::1]', port: 80 },
    'hooks.example:': { protocol: 'http', host: 'hooks.example' },
  }
  for (const [host, seen] of Object.entries(hosts)) {
    await ask(bare('GET', '/callbacks').replace('hooks.example', host))
    t.strictSame(received.pop()?.seen, seen)
  }
  await ask('GET /callbacks HTTP/1.0\r\n\r\n')
  t.strictSame(received.pop()?.seen, { protocol: 'http', host: '127.0.0.1', port })
})

/** Waits, turn by turn of the event loop, until something holds. */
async function until(t: Test, holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setImmediate(resolve))
  t.ok(holds())
}

t.test('verdicts see the request as it came', async t => {
  const { ask, received } = await startCallbacks(t, { verify: genuine })
  await ask(bare('GET', 'HTTP://user@proxy.example:1/callbacks?x=1'))
  t.equal(received.pop()?.target, '/callbacks?x=1')
  await ask(bare('GET', '/callbacks?a=%zz&b=[]|\\^`{}"<>&c=%ff'))
  t.equal(received.pop()?.target, '/callbacks?a=%zz&b=[]|\\^`{}"<>&c=%ff')
})
