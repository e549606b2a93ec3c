import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import type { SinkDeps } from '../../src/sinks/load.ts'
import { conformance } from './conformance.ts'
import { makeEvent, makeEvents } from './events.ts'
import { contextOf, load } from './load-for-test.ts'
import { startReceiver } from './receiver.ts'

t.test('conforms', async t => {
  conformance(
    t,
    async t => {
      const receiver = await startReceiver(t)
      const taken: CloudEvent[] = []
      const take = () =>
        receiver.answer((response, { body }) => {
          taken.push(JSON.parse(body))
          response.writeHead(202).end('taken')
        })
      take()
      return {
        url: `${receiver.url}/hooks`,
        received: () => taken,
        fail() {
          receiver.answer(response => response.writeHead(500).end('no'))
          return take
        },
        hang() {
          receiver.answer(() => {})
          return receiver.received()
        },
        open: receiver.empty,
      }
    },
    { hangs: true },
  )
})

async function start(
  t: Test,
  { path = '/', user = '', ...given }: Partial<SinkDeps> & { path?: string; user?: string } = {},
  options: Record<string, unknown> = {},
) {
  const receiver = await startReceiver(t)
  const url = receiver.url.replace('//', `//${user}`) + path
  const { sink } = await load(url, options, given)
  t.teardown(() => sink.close())
  const deliver = (batch: CloudEvent[] = makeEvents(1)) => sink.deliver(batch, contextOf())
  return { receiver, sink, deliver }
}

t.test('posts one structured CloudEvent', async t => {
  const { receiver, deliver } = await start(t, { path: '/in/?q=a%20b#frag' })
  const event = makeEvent(1, { room: { name: 'Öl & Übung' } })
  t.same(await deliver([event]), { answer: '204', failed: [] })
  const [request] = receiver.requests
  t.match(request, { method: 'POST', url: '/in/?q=a%20b' })
  t.equal(request?.body, JSON.stringify(event))
  t.match(request?.headers, {
    'content-type': 'application/cloudevents+json',
    'content-length': String(Buffer.byteLength(JSON.stringify(event))),
    'user-agent': 'reelay',
  })
  t.notOk('authorization' in request!.headers)
  t.notOk('webhook-id' in request!.headers)
})

t.test('user info becomes Basic auth and stays out of the URL', async t => {
  const { receiver, deliver } = await start(t, { user: 'me:p%40ss%3a%C3%A9%@' })
  await deliver()
  const [request] = receiver.requests
  const credentials = Buffer.from('me:p%40ss%3a%C3%A9%').toString('base64')
  t.equal(request?.headers.authorization, `Basic ${credentials}`, 'broken escapes stay as they are')
  t.equal(request?.url, '/')
  const other = await start(t, { user: 'm%C3%A9:p%3Aw@' })
  await other.deliver()
  const decoded = Buffer.from('mé:p:w').toString('base64')
  t.equal(other.receiver.requests[0]?.headers.authorization, `Basic ${decoded}`)
})

t.test('sends the configured headers', async t => {
  const headers = { Authorization: 'Bearer key-1', 'X-Team': 'video', 'User-Agent': 'mine' }
  const { receiver, deliver } = await start(t, {}, { headers })
  await deliver()
  t.match(receiver.requests[0]?.headers, {
    authorization: 'Bearer key-1',
    'x-team': 'video',
    'user-agent': 'mine',
    'content-type': 'application/cloudevents+json',
  })
})

t.test('answers of every kind', async t => {
  const { receiver, deliver } = await start(t)
  for (const status of [200, 201, 202, 204, 299]) {
    receiver.answer(response => response.writeHead(status).end())
    t.same(await deliver(), { answer: String(status), failed: [] })
  }
  for (const status of [300, 304, 401, 403, 404, 408, 409, 410, 429, 500, 502, 503, 599]) {
    receiver.answer(response => response.writeHead(status).end())
    const [event] = makeEvents(1)
    const failed = [{ id: event!.id, cause: String(status) }]
    t.same(await deliver(), { answer: String(status), failed })
  }
  for (const status of [400, 413, 415, 422]) {
    receiver.answer(response => response.writeHead(status).end('no such field'))
    const report = await deliver()
    t.match(report?.failed, [{ cause: `${status}: no such field`, final: true }])
  }
})

t.test('redirects are not followed', async t => {
  const { receiver, deliver } = await start(t)
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer(response => response.writeHead(status, { location: '/elsewhere' }).end())
    t.match(await deliver(), { failed: [{ cause: String(status), final: undefined }] })
  }
  t.ok(receiver.requests.every(({ url }) => url === '/'))
})

t.test('a batch succeeds in part', async t => {
  const { receiver, deliver } = await start(t)
  const batch = makeEvents(20)
  receiver.answer((response, { body }) => {
    const odd = Number(JSON.parse(body).id.at(-1)) % 2 === 1
    response.writeHead(odd ? 503 : 200).end()
  })
  const report = await deliver(batch)
  t.equal(report?.answer, '503')
  const odd = batch.filter((_, i) => i % 2 === 0).map(({ id }) => id)
  t.same(report?.failed?.map(({ id }) => id).sort(), odd)
})

t.test('what was delivered before an abort is reported', async t => {
  const { receiver, sink } = await start(t, {}, { concurrency: 1 })
  receiver.answer(response => {
    if (receiver.requests.length < 3) response.writeHead(204).end()
  })
  const abort = new AbortController()
  receiver.server.on('received', () => {
    if (receiver.requests.length === 3) abort.abort()
  })
  const batch = makeEvents(5)
  const report = await sink.deliver(batch, contextOf({ signal: abort.signal }))
  t.same(report?.failed, [
    { id: batch[2]!.id, cause: 'aborted' },
    { id: batch[3]!.id, cause: 'aborted unsent' },
    { id: batch[4]!.id, cause: 'aborted unsent' },
  ])
})

t.test('no more requests at once than allowed', async t => {
  const { receiver, deliver } = await start(t, {}, { concurrency: 3 })
  const held: (() => void)[] = []
  let most = 0
  receiver.answer(response => {
    held.push(() => response.writeHead(204).end())
    most = Math.max(most, held.length)
    // All three are there, or the rest of the last round.
    if (held.length === 3 || receiver.requests.length === 10) {
      for (const release of held.splice(0)) release()
    }
  })
  t.same(await deliver(makeEvents(10)), { answer: '204', failed: [] })
  t.equal(most, 3)
})

t.test('connections are kept and used again', async t => {
  const { receiver, deliver } = await start(t, {}, { concurrency: 1 })
  await deliver(makeEvents(5))
  receiver.answer(response => response.writeHead(500).end('x'.repeat(20_000)))
  await deliver(makeEvents(5))
  receiver.answer(response => response.writeHead(200).end('y'.repeat(20_000)))
  await deliver(makeEvents(5))
  t.equal(receiver.connections(), 1)
})

t.test('an idle connection that the receiver closed is not a failed attempt', async t => {
  const { receiver, deliver } = await start(t)
  await deliver()
  // Resets the kept connection when the next request comes over it, as a race would.
  const [socket] = receiver.sockets
  receiver.server.removeAllListeners('request')
  receiver.server.on('request', (request, response) => {
    if (request.socket === socket) return request.socket.resetAndDestroy()
    request.resume().on('end', () => response.writeHead(204).end())
  })
  t.same(await deliver(), { answer: '204', failed: [] })
  t.equal(receiver.connections(), 2)
})

t.test('a reset over a new connection is one', async t => {
  const { receiver, deliver } = await start(t)
  receiver.answer(response => response.socket?.resetAndDestroy())
  t.match(await deliver(), { answer: 'ECONNRESET', failed: [{ cause: /./ }] })
  t.equal(receiver.requests.length, 1)
})

t.test('a refused connection is one', async t => {
  const { receiver, deliver } = await start(t)
  await new Promise(resolve => receiver.server.close(resolve))
  t.match(await deliver(), { answer: 'ECONNREFUSED', failed: [{ cause: /ECONNREFUSED/ }] })
})

t.test('a receiver that never answers is given up', async t => {
  const { receiver, deliver } = await start(t, {}, { requestTimeout: 0.05 })
  receiver.answer(() => {})
  t.match(await deliver(), { answer: 'timeout', failed: [{ cause: 'no answer within 0.05 s' }] })
  await receiver.empty()
  receiver.answer(response => response.writeHead(204).end())
  t.same(await deliver(), { answer: '204', failed: [] })
})

t.test('once the status is there, the body can not change it', async t => {
  const { receiver, deliver } = await start(t, {}, { requestTimeout: 0.1 })
  for (const status of [200, 500]) {
    receiver.answer(response => {
      response.writeHead(status, { 'content-length': '100' })
      response.write('half an answer', () => response.socket?.resetAndDestroy())
    })
    t.match(await deliver(), { answer: String(status) }, 'one that breaks off')
    receiver.answer(response => response.writeHead(status).write('and then nothing'))
    t.match(await deliver(), { answer: String(status) }, 'one that stalls')
  }
})

t.test('an endless body is cut off', async t => {
  const { receiver, deliver } = await start(t)
  receiver.answer(response => {
    response.writeHead(500)
    const more = () => {
      while (!response.destroyed && response.write('z'.repeat(9999)));
    }
    response.on('drain', more)
    more()
  })
  const report = await deliver()
  t.equal(report?.failed?.[0]?.cause, `500: ${'z'.repeat(200)}`)
  await receiver.empty()
})

t.test('a receiver that speaks no HTTP', async t => {
  const words = ['SSH-2.0-x\r\n', 'HTTP/1.1 200', '', 'HTTP/1.1 101 Switching Protocols\r\n\r\n']
  for (const word of words) {
    const server = createServer(socket => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(word))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const { port } = server.address() as AddressInfo
    const { sink } = await load(`http://127.0.0.1:${port}`)
    t.teardown(() => sink.close())
    const report = await sink.deliver(makeEvents(1), contextOf())
    t.match(report, { failed: [{ cause: /./, final: undefined }] }, word)
  }
})

t.test('a receiver that speaks no TLS', async t => {
  const { port } = await startReceiver(t)
  const { sink } = await load(`https://127.0.0.1:${port}`)
  t.teardown(() => sink.close())
  const report = await sink.deliver(makeEvents(1), contextOf())
  t.match(report, { answer: 'EPROTO', failed: [{ cause: /SSL/i, final: undefined }] })
})

t.test('Retry-After is passed on', async t => {
  const { receiver, deliver } = await start(t)
  for (const status of [302, 429, 503]) {
    receiver.answer(response => response.writeHead(status, { 'retry-after': '7' }).end())
    t.match(await deliver(), { failed: [{ retryAfterMs: 7000 }] })
  }
})

t.test('an error says the first line of its body', async t => {
  const { receiver, deliver } = await start(t)
  const cause = async (body: string, headers = {}) => {
    receiver.answer(response => response.writeHead(500, headers).end(body))
    return (await deliver())?.failed?.[0]?.cause
  }
  t.equal(await cause('\n\n  out of cheese \r\nstack line'), '500: out of cheese')
  t.equal(await cause('{"error":"no"}'), '500: {"error":"no"}')
  t.equal(await cause('a\u0000b\u001b[31mc'), '500: a b [31mc')
  t.equal(await cause('w'.repeat(5000)), `500: ${'w'.repeat(200)}`)
  t.equal(await cause('<html>oops', { 'content-type': 'text/html' }), '500')
  t.equal(await cause('zzz', { 'content-encoding': 'gzip' }), '500')
  t.equal(await cause('   \n '), '500')
})

t.test('a cause holds no secrets and no personal data', async t => {
  const secret = `whsec_${Buffer.from('sixteen bytes or more').toString('base64')}`
  const options = { headers: { 'X-Key': 'header-key-1' }, secret }
  const deps = { user: 'hook-user:hook-pass@', path: '/?token=tok-77' }
  const event = makeEvent(1, { participant: { identity: 'Ana "Bo" Ruiz' } })
  for (const personalData of [false, true]) {
    const { receiver, deliver } = await start(t, { ...deps, personalData }, options)
    receiver.answer((response, { headers, url, body }) => {
      const { identity } = JSON.parse(body).data.participant
      const echo = { all: [headers['x-key'], headers.authorization, url, secret], identity }
      response.writeHead(500).end(JSON.stringify(echo))
    })
    const cause = (await deliver([event]))?.failed?.[0]?.cause ?? ''
    const credentials = Buffer.from('hook-user:hook-pass').toString('base64')
    for (const hidden of ['header-key-1', credentials, 'tok-77', secret]) t.notMatch(cause, hidden)
    t.equal(cause.includes('Ruiz'), personalData)
  }
})

t.test('ports that fetch refuses are ports', async t => {
  const receiver = await firstFree(t, [6000, 6566, 6665, 6666, 6667, 6668, 6669, 10080])
  await t.rejects(fetch(receiver.url), { cause: { message: 'bad port' } })
  const { sink } = await load(receiver.url)
  t.teardown(() => sink.close())
  t.same(await sink.deliver(makeEvents(1), contextOf()), { answer: '204', failed: [] })
})

async function firstFree(
  t: Test,
  ports: number[],
): Promise<Awaited<ReturnType<typeof startReceiver>>> {
  const [port, ...others] = ports
  return startReceiver(t, port).catch(error => {
    if (error.code !== 'EADDRINUSE' || others.length === 0) throw error
    return firstFree(t, others)
  })
}
