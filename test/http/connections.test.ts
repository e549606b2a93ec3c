import t from 'tap'
import type { Receipt } from '../../src/domain/journal.ts'
import { bare, post, receipt, startCallbacks } from './callback-server.ts'

const chunked = bare(
  'POST',
  '/callbacks',
  'Content-Type: application/x-www-form-urlencoded',
  'Transfer-Encoding: chunked',
)

t.test('slow requests', async t => {
  const timeouts = { headers: 40, request: 80, check: 10 }
  const { open, lines } = await startCallbacks(t, { timeouts })
  const halves = {
    'within the head': 'POST /callbacks HTTP/1.1\r\nHost: a',
    'within the body': post('A=1').slice(0, -1),
    'within a chunk': `${chunked}5\r\nA=`,
  }
  for (const [name, bytes] of Object.entries(halves)) {
    const client = await open()
    client.send(bytes)
    const answer = await client.answer()
    t.equal(answer.status, 408, name)
    t.equal(answer.headers['content-type'], 'application/problem+json', name)
    t.equal(answer.headers['connection'], 'close', name)
    client.socket.end()
    t.equal(await client.closed, '', name)
    t.match(
      lines.splice(0),
      [{ event: 'callback.rejected', status: 408, reason: 'too-slow' }],
      name,
    )
  }
  const unused = await open()
  t.equal((await unused.answer()).status, 408, 'a connection on which nothing came')
  t.equal(lines.length, 0, 'brought no request')
})

t.test('a slow journal is not a slow request', async t => {
  const resolvers: ((receipt: Receipt) => void)[] = []
  const { open } = await startCallbacks(t, {
    timeouts: { headers: 20, request: 40, check: 5 },
    inbox: { append: () => new Promise(resolve => resolvers.push(resolve)) },
  })
  const client = await open()
  client.send(post('A=1'))
  const other = await open()
  t.equal((await other.answer()).status, 408, 'time has passed')
  resolvers.shift()!(receipt)
  t.equal((await client.answer()).status, 204)
})

t.test('requests that come together, and in pieces', async t => {
  const { open, received } = await startCallbacks(t)
  const client = await open()
  client.send(post('A=1') + post('B=2') + bare('GET', '/nowhere') + bare('GET', '/callbacks?C=3'))
  for (const status of [204, 204, 404, 204]) t.equal((await client.answer()).status, status)
  t.strictSame(received.map(({ form = '' }) => form).sort(), ['', 'A=1', 'B=2'])

  const byByte = await open()
  byByte.socket.setNoDelay(true)
  for (const byte of post('TrackName=a%20b')) byByte.send(byte)
  t.equal((await byByte.answer()).status, 204)
  t.equal(received.pop()?.form, 'TrackName=a%20b')
})

t.test('chunks, with extensions and trailers', async t => {
  const { ask, received } = await startCallbacks(t)
  const bytes = `${chunked}1;a=b\r\nA\r\n2\r\n=1\r\n0\r\nX-Twilio-Signature: no\r\n\r\n`
  t.equal((await ask(bytes)).status, 204)
  t.equal(received[0]?.form, 'A=1')
  t.equal(received[0]?.headers['x-twilio-signature'], undefined, 'a trailer is not a header')
})

t.test('Expect: 100-continue', async t => {
  const { open, lines } = await startCallbacks(t)
  const client = await open()
  const [head = '', body = ''] = post('A=1', '/callbacks', 'Expect: 100-continue').split(
    /(?<=\r\n\r\n)/,
  )
  client.send(head)
  t.equal((await client.answer()).status, 100)
  client.send(body)
  t.equal((await client.answer()).status, 204)
  t.equal(lines.length, 1)
})

t.test('HTTP/1.0', async t => {
  const { open } = await startCallbacks(t)
  const client = await open()
  client.send('POST /callbacks HTTP/1.0\r\nContent-Length: 3\r\n\r\nA=1')
  const answer = await client.answer()
  t.equal(answer.status, 204)
  t.equal(answer.headers['connection'], 'close')
  t.equal(await client.closed, '')
})

t.test('a body that is longer than it says', async t => {
  const { open, received, lines } = await startCallbacks(t)
  const client = await open()
  client.send(`${post('A=1')}&B=2\r\n\r\n`)
  t.equal((await client.answer()).status, 204)
  t.equal((await client.answer()).status, 400)
  t.equal(await client.closed, '')
  t.strictSame(
    received.map(({ form }) => form),
    ['A=1'],
  )
  t.match(lines.map(({ event }) => event).sort(), ['callback.rejected', 'callback.stored'])
})

t.test('bytes that are no HTTP wait for the answer to what came before', async t => {
  const resolvers: ((receipt: Receipt) => void)[] = []
  let appended = () => {}
  const whenAppended = new Promise<void>(resolve => {
    appended = resolve
  })
  const { open } = await startCallbacks(t, {
    inbox: {
      append() {
        appended()
        return new Promise(resolve => resolvers.push(resolve))
      },
    },
  })
  const client = await open()
  client.send(`${post('A=1')}garbage\r\n\r\n`)
  await whenAppended
  client.send('more garbage')
  resolvers.shift()!(receipt)
  t.equal((await client.answer()).status, 204)
  t.equal((await client.answer()).status, 400)
  t.equal(await client.closed, '')
})

t.test('a client that shuts down its side still gets its answer', async t => {
  const { open } = await startCallbacks(t)
  const client = await open()
  client.send(post('A=1'))
  client.socket.end()
  t.equal((await client.answer()).status, 204)
  t.equal(await client.closed, '')
})

t.test('clients that go away', async t => {
  await t.test('before their request was whole', async t => {
    const { open, linesUntil, received, ask } = await startCallbacks(t, { maxOpenRequests: 1 })
    const request = post('A=1', '/callbacks', 'X: y')
    for (const part of [1, 10, 40, request.length - 3, request.length - 1]) {
      const client = await open()
      client.send(request.slice(0, part))
      await new Promise(resolve => client.socket.write('', resolve))
      client.socket.resetAndDestroy()
    }
    const halfSent = await open()
    halfSent.send(post('A=1', '/callbacks', 'Expect: 100-continue').slice(0, -1))
    await halfSent.answer()
    halfSent.socket.resetAndDestroy()
    const lines = await linesUntil(1)
    t.match(lines.at(-1), { event: 'callback.rejected', status: 400, reason: 'truncated' })
    t.equal(received.length, 0)
    t.equal((await ask(post('A=1'))).status, 204, 'their places are free again')
  })

  await t.test('before their answer', async t => {
    const resolvers: ((receipt: Receipt) => void)[] = []
    let appended = () => {}
    const whenAppended = new Promise<void>(resolve => {
      appended = resolve
    })
    const { open, app, lines, linesUntil, stored } = await startCallbacks(t, {
      inbox: {
        append() {
          appended()
          return new Promise(resolve => resolvers.push(resolve))
        },
      },
    })
    const gone = new Promise(resolve => {
      app.server.once('connection', socket => socket.once('close', resolve))
    })
    const client = await open()
    client.send(post('A=1'))
    await whenAppended
    client.socket.resetAndDestroy()
    await gone
    resolvers.shift()!(receipt)
    await linesUntil(1)
    t.equal(stored.length, 1)
    t.match(lines, [{ event: 'callback.stored' }])
  })

  await t.test('while a rejected body is still on its way', async t => {
    const { open, ask } = await startCallbacks(t)
    for (let round = 0; round < 20; round++) {
      const client = await open()
      client.send(post('a'.repeat(200_000)).slice(0, 150_000))
      t.equal((await client.answer()).status, 413)
      client.socket.resetAndDestroy()
    }
    t.equal((await ask(post('A=1'))).status, 204)
  })

  await t.test('after a CONNECT', async t => {
    const { open, ask } = await startCallbacks(t)
    const client = await open()
    client.send(bare('CONNECT', '/callbacks'))
    t.equal((await client.answer()).status, 405)
    client.socket.resetAndDestroy()
    t.equal((await ask(post('A=1'))).status, 204)
  })
})

t.test('a client that sends on is cut off in the end', async t => {
  const { open } = await startCallbacks(t, { timeouts: { linger: 30 } })
  const client = await open()
  client.send(post('a'.repeat(70_000)).slice(0, -1))
  t.equal((await client.answer()).status, 413)
  t.equal(await client.closed, '')
  const other = await open()
  other.send('no HTTP\r\n\r\n')
  t.equal((await other.answer()).status, 400)
  t.equal(await other.closed, '')
})

t.test('a rejected HEAD has no body', async t => {
  const { open } = await startCallbacks(t, { timeouts: { linger: 30 } })
  for (const headers of [[], ['Content-Length: 3']]) {
    const client = await open()
    client.send(bare('HEAD', '/nowhere', 'Connection: close', ...headers))
    t.equal((await client.answer({ head: true })).status, 404)
    t.equal(await client.closed, '', 'nothing follows the head')
  }
})
