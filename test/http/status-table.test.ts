import t from 'tap'
import { bare, post, startCallbacks } from './callback-server.ts'

const kib = (count: number) => 'a'.repeat(count * 1024)
const form = 'Content-Type: application/x-www-form-urlencoded'

/** Requests that never become callbacks: their bytes, and what is to be said of them. */
const table: { name: string; bytes: string; status: number; reason: string; end?: boolean }[] = [
  { name: 'not HTTP', bytes: 'hello\r\n\r\n', status: 400, reason: 'malformed' },
  { name: 'TLS', bytes: '\x16\x03\x01\x02\x00\x01', status: 400, reason: 'malformed' },
  {
    name: 'a request line without a target',
    bytes: 'GET HTTP/1.1\r\nHost: a\r\n\r\n',
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a method in lower case',
    bytes: bare('get', '/callbacks'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'an unknown version',
    bytes: 'GET /callbacks HTTP/7.3\r\nHost: a\r\n\r\n',
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a header line without a colon',
    bytes: bare('GET', '/callbacks', 'oops'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'NUL in a header',
    bytes: bare('GET', '/callbacks', 'X: a\0b'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'raw bytes beyond ASCII in the path',
    bytes: bare('GET', '/callbacks/\xc3\xa9'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'raw bytes beyond ASCII in the query',
    bytes: bare('GET', '/callbacks?\xc3\xa9'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a fragment',
    bytes: bare('GET', '/callbacks#rc=5'),
    status: 400,
    reason: 'target-invalid',
  },
  {
    name: 'an escape in the path that is none',
    bytes: bare('GET', '/callbacks/%zz'),
    status: 400,
    reason: 'target-invalid',
  },
  {
    name: 'an escape that ends early',
    bytes: bare('GET', '/callbacks/%4'),
    status: 400,
    reason: 'target-invalid',
  },
  {
    name: 'escapes in the path that are no UTF-8',
    bytes: bare('GET', '/callbacks/%ff'),
    status: 400,
    reason: 'target-invalid',
  },
  {
    name: 'another scheme',
    bytes: bare('GET', 'ftp://a/callbacks'),
    status: 400,
    reason: 'target-invalid',
  },
  { name: '* without OPTIONS', bytes: bare('GET', '*'), status: 400, reason: 'target-invalid' },
  {
    name: 'no Host',
    bytes: 'GET /callbacks HTTP/1.1\r\n\r\n',
    status: 400,
    reason: 'host-invalid',
  },
  {
    name: 'two Hosts',
    bytes: bare('GET', '/callbacks', 'HOST: b'),
    status: 400,
    reason: 'host-invalid',
  },
  {
    name: 'a Host that is none',
    bytes: 'GET /callbacks HTTP/1.1\r\nHost: a/b@c\r\n\r\n',
    status: 400,
    reason: 'host-invalid',
  },
  {
    name: 'an unknown transfer coding',
    bytes: bare('POST', '/callbacks', 'Transfer-Encoding: gzip, chunked'),
    status: 400,
    reason: 'transfer-coding',
  },
  {
    name: 'a negative length',
    bytes: bare('POST', '/callbacks', 'Content-Length: -1'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a length that is no number',
    bytes: bare('POST', '/callbacks', 'Content-Length: 3x'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'two lengths',
    bytes: bare('POST', '/callbacks', 'Content-Length: 3', 'Content-Length: 4'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a length and chunks',
    bytes: bare('POST', '/callbacks', 'Content-Length: 3', 'Transfer-Encoding: chunked'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'chunks, but not at last',
    bytes: bare('POST', '/callbacks', 'Transfer-Encoding: chunked, gzip'),
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a chunk size that is none',
    bytes: `${bare('POST', '/callbacks', form, 'Transfer-Encoding: chunked')}zz\r\nA=1\r\n`,
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'a chunk longer than it says',
    bytes: `${bare('POST', '/callbacks', form, 'Transfer-Encoding: chunked')}2\r\nA=1\r\n0\r\n\r\n`,
    status: 400,
    reason: 'malformed',
  },
  {
    name: 'an end within the request line',
    bytes: 'POST /callb',
    end: true,
    status: 400,
    reason: 'truncated',
  },
  {
    name: 'an end within the headers',
    bytes: 'POST /callbacks HTTP/1.1\r\nHost: a\r\nX',
    end: true,
    status: 400,
    reason: 'truncated',
  },
  {
    name: 'an end within the body',
    bytes: post('A=1').slice(0, -1),
    end: true,
    status: 400,
    reason: 'truncated',
  },
  {
    name: 'an end within a chunk',
    bytes: `${bare('POST', '/callbacks', form, 'Transfer-Encoding: chunked')}3\r\nA`,
    end: true,
    status: 400,
    reason: 'truncated',
  },
  { name: 'another path', bytes: bare('GET', '/metrics'), status: 404, reason: 'not-found' },
  { name: 'another path with a body', bytes: post('A=1', '/'), status: 404, reason: 'not-found' },
  { name: 'OPTIONS *', bytes: bare('OPTIONS', '*'), status: 404, reason: 'not-found' },
  {
    name: 'CONNECT to elsewhere',
    bytes: bare('CONNECT', 'bank.example:443'),
    status: 404,
    reason: 'not-found',
  },
  {
    name: 'a body of 64 KiB and a byte',
    bytes: post(`${kib(64)}=`),
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'a body of 2 MiB',
    bytes: post(kib(2048)),
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'a body that is said to be large',
    bytes: bare('POST', '/callbacks', 'Content-Length: 9007199254740993'),
    end: true,
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'chunks of more than 64 KiB',
    bytes: `${bare('POST', '/callbacks', form, 'Transfer-Encoding: chunked')}10001\r\n${kib(64)}a`,
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'chunks of more than 64 KiB that are no form',
    bytes: `${bare('POST', '/callbacks', 'Transfer-Encoding: chunked')}10001\r\n${kib(64)}a`,
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'chunk extensions without end',
    bytes: `${bare('POST', '/callbacks', 'Transfer-Encoding: chunked')}1;${kib(32)}`,
    status: 413,
    reason: 'body-too-large',
  },
  {
    name: 'a target of 8 KiB and a byte',
    bytes: bare('GET', `/callbacks?${'a'.repeat(8192 - 10)}`),
    status: 414,
    reason: 'target-too-long',
  },
  {
    name: 'a target of 45 KiB',
    bytes: bare('GET', `/callbacks?${kib(45)}`),
    status: 414,
    reason: 'target-too-long',
  },
  {
    name: 'a target of 60 KiB',
    bytes: bare('GET', `/callbacks?${kib(60)}`),
    status: 414,
    reason: 'target-too-long',
  },
  {
    name: 'a target of 1 MiB',
    bytes: bare('GET', `/callbacks?${kib(1024)}`),
    status: 414,
    reason: 'target-too-long',
  },
  {
    name: 'Content-Encoding: gzip',
    bytes: post('A=1', '/callbacks', 'Content-Encoding: gzip'),
    status: 415,
    reason: 'content-encoding',
  },
  {
    name: 'two content encodings',
    bytes: post('A=1', '/callbacks', 'Content-Encoding: identity', 'Content-Encoding: br'),
    status: 415,
    reason: 'content-encoding',
  },
  {
    name: 'an unknown expectation',
    bytes: post('A=1', '/callbacks', 'Expect: a-miracle'),
    status: 417,
    reason: 'expectation',
  },
  {
    name: 'a header of 33 KiB',
    bytes: bare('GET', '/callbacks', `X: ${kib(33)}`),
    status: 431,
    reason: 'headers-too-large',
  },
  {
    name: 'a header of 60 KiB',
    bytes: bare('GET', '/callbacks', `X: ${kib(60)}`),
    status: 431,
    reason: 'headers-too-large',
  },
  {
    name: 'a header of 1 MiB',
    bytes: bare('GET', '/callbacks', `X: ${kib(1024)}`),
    status: 431,
    reason: 'headers-too-large',
  },
  {
    name: '7000 headers',
    bytes: bare('GET', '/callbacks', ...Array.from({ length: 7000 }, () => 'A:')),
    status: 431,
    reason: 'headers-too-large',
  },
]

t.test('what never becomes a callback, line by line', async t => {
  const { open, lines, received } = await startCallbacks(t)
  for (const { name, bytes, status, reason, end } of table) {
    const client = await open()
    client.send(bytes)
    if (end) client.socket.end()
    const answer = await client.answer()
    t.equal(answer.status, status, name)
    t.equal(answer.headers['content-type'], 'application/problem+json', name)
    t.equal(JSON.parse(answer.body).status, status, name)
    t.notMatch(answer.body, /at .*:\d+/, name)
    if (end || status === 400 || bytes.includes('Content-Length')) {
      client.socket.end()
      t.equal(await client.closed, '', `${name}: nothing follows`)
    }
    t.match(lines.splice(0), [{ event: 'callback.rejected', level: 'warn', status, reason }], name)
    client.socket.destroy()
  }
  t.equal(received.length, 0)
})

t.test('another method at a path that is known', async t => {
  const { ask, lines } = await startCallbacks(t)
  const six = 'HEAD, GET, POST, PUT, PATCH, DELETE'
  for (const method of ['OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'M-SEARCH', 'QUERY', 'CONNECT']) {
    const answer = await ask(bare(method, '/callbacks/x'))
    t.equal(answer.status, 405, method)
    t.strictSame(new Set(answer.headers['allow']?.split(', ')), new Set(six.split(', ')), method)
    t.equal(answer.headers['content-type'], 'application/problem+json')
    t.match(lines.splice(0), [{ status: 405, method, path: '/callbacks/x' }])
    t.equal((await ask(bare(method, '/x'))).status, 404, method)
    lines.splice(0)
  }
  const answer = await ask(post('A=1', '/healthz'))
  t.equal(answer.status, 405)
  t.equal(answer.headers['allow'], 'GET, HEAD')
})

t.test('what is just within the limits', async t => {
  const { ask, received } = await startCallbacks(t)
  const within = {
    'a target of 8 KiB': bare('GET', `/callbacks?${'a'.repeat(8192 - 11)}`),
    'a body of 64 KiB': post(kib(64)),
    'headers of 32 KiB less a few': bare('GET', '/callbacks', `X: ${kib(32).slice(32)}`),
    '5000 headers': bare('GET', '/callbacks', ...Array.from({ length: 5000 }, () => 'A:')),
    'an expectation that is met': post('A=1', '/callbacks', 'Content-Encoding: Identity'),
    'an upgrade, which is not for us': post(
      'A=1',
      '/callbacks',
      'Connection: Upgrade',
      'Upgrade: websocket',
    ),
  }
  for (const [name, bytes] of Object.entries(within)) {
    t.equal((await ask(bytes)).status, 204, name)
    t.equal(received.splice(0).length, 1, name)
  }
})

t.test('lines hold the path, never the query', async t => {
  const { ask, lines } = await startCallbacks(t)
  await ask(bare('OPTIONS', '/callbacks/here?token=hush'))
  await ask(bare('GET', `/${kib(2)}?token=hush`))
  await ask(bare('GET', '/callbacks/%zz?token=hush'))
  await ask(bare('GET', 'http://user:hush@hooks.example/callbacks', 'Expect: nothing'))
  t.notMatch(JSON.stringify(lines), 'hush')
  t.match(lines[0], { method: 'OPTIONS', path: '/callbacks/here' })
  t.equal(String(lines[1]?.['path']).length, 256)
})
