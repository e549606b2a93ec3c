import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { type CutOffProxy, startCutOffProxy } from './cut-off-proxy.ts'

/** A proxy before a server that sends everything back; and the server's own connections. */
async function echoBehindProxy(t: Test): Promise<{ proxy: CutOffProxy; atServer: Set<Socket> }> {
  const atServer = new Set<Socket>()
  const server = createServer(socket => {
    atServer.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => atServer.delete(socket))
    socket.pipe(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const proxy = await startCutOffProxy({ port: (server.address() as AddressInfo).port })
  t.teardown(async () => {
    await proxy.close()
    server.close()
  })
  return { proxy, atServer }
}

async function client(t: Test, { port }: CutOffProxy): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [answer] = await once(socket, 'data')
  return answer
}

/**
 * Resolves when a connection through the proxy has brought an answer: what came before is through.
 */
async function afterAnother(t: Test, proxy: CutOffProxy): Promise<void> {
  await echo(await client(t, proxy), 'another')
}

t.test('passes both ways, ends included', async t => {
  const { proxy, atServer } = await echoBehindProxy(t)
  const socket = await client(t, proxy)
  t.equal(await echo(socket, 'one'), 'one')
  t.equal(await echo(socket, 'two'), 'two')
  t.same(proxy.counts(), { accepted: 1, open: 1, hung: 0 })
  const [atOther] = atServer
  const closed = Promise.all([once(socket, 'close'), once(atOther!, 'close')])
  socket.end('last')
  t.same(await once(socket, 'data'), ['last'])
  await closed
  while (proxy.counts().open > 0) await new Promise(resolve => setImmediate(resolve))
})

t.test('refuse: what is open is reset, what is new is refused, and pass ends it', async t => {
  const { proxy, atServer } = await echoBehindProxy(t)
  const socket = await client(t, proxy)
  await echo(socket, 'one')
  const [atOther] = atServer
  const seen = Promise.all([failure(socket), failure(atOther!)])
  await proxy.set('refuse')
  t.same(await seen, ['ECONNRESET', 'ECONNRESET'])
  t.equal(await failure(connect(proxy.port, '127.0.0.1')), 'ECONNREFUSED')
  t.same(proxy.counts(), { accepted: 1, open: 0, hung: 0 })
  await proxy.set('pass')
  t.equal(await echo(await client(t, proxy), 'two'), 'two')
})

t.test('hang: nothing passes, nothing is closed, and what hung hangs on after pass', async t => {
  const { proxy, atServer } = await echoBehindProxy(t)
  const before = await client(t, proxy)
  await echo(before, 'one')
  await proxy.set('hang')
  const during = await client(t, proxy)
  let heard = 0
  for (const socket of [before, during]) {
    for (const event of ['data', 'end', 'close']) socket.on(event, () => heard++)
    socket.write('lost')
  }
  const [atOther] = atServer
  atOther!.write('lost as well')
  t.equal(await proxyCounts(proxy, 2), 2)
  t.equal(atServer.size, 1, 'the second never came to the server')

  await proxy.set('pass')
  await afterAnother(t, proxy)
  t.equal(heard, 0)
  t.equal(proxy.counts().hung, 2)

  const closed = [before, during].map(failure)
  proxy.resetHung()
  t.same(await Promise.all(closed), ['ECONNRESET', 'ECONNRESET'])
})

t.test('revive: what was held up arrives late', async t => {
  const { proxy } = await echoBehindProxy(t)
  const before = await client(t, proxy)
  await echo(before, 'one')
  await proxy.set('hang')
  const during = await client(t, proxy)
  const late = Promise.all([echo(before, 'two'), echo(during, 'three')])
  await proxy.set('pass', { revive: true })
  t.same(await late, ['two', 'three'])
  t.equal(await echo(before, 'four'), 'four')
  t.same(proxy.counts(), { accepted: 2, open: 2, hung: 0 })
})

t.test('while it hangs, neither side hears that the other is gone', async t => {
  const { proxy, atServer } = await echoBehindProxy(t)
  const socket = await client(t, proxy)
  await echo(socket, 'one')
  const [atOther] = atServer
  await proxy.set('hang')
  socket.resetAndDestroy()
  await proxy.set('pass')
  await afterAnother(t, proxy)
  t.equal(atOther!.destroyed, false)
  proxy.resetHung()
  t.equal(await failure(atOther!), 'ECONNRESET')
})

t.test('no server: the client is told by a reset', async t => {
  const nowhere = createServer().listen(0, '127.0.0.1')
  await once(nowhere, 'listening')
  const { port } = nowhere.address() as AddressInfo
  nowhere.close()
  const proxy = await startCutOffProxy({ port })
  t.teardown(() => proxy.close())
  t.equal(await failure(connect(proxy.port, '127.0.0.1')), 'ECONNRESET')
})

/** The code of the error that a connection ends with. */
async function failure(socket: Socket): Promise<string | undefined> {
  let code: string | undefined
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code
  })
  await new Promise(resolve => socket.on('close', resolve))
  return code
}

/** A client knows that it is connected before the proxy does. */
async function proxyCounts(proxy: CutOffProxy, hung: number): Promise<number> {
  while (proxy.counts().hung < hung) await new Promise(resolve => setImmediate(resolve))
  return proxy.counts().hung
}
