import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { freePort } from '../postgres/free-port.ts'
import { startBalancer } from './balancer.ts'

const never = (): number => 60_000

async function server(t: Test, answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

async function balance(t: Test, ports: readonly number[], patience: () => number) {
  const balancer = await startBalancer(ports, patience)
  t.teardown(() => balancer.close())
  return async (): Promise<string> => {
    const headers = { connection: 'close' }
    return (await fetch(`http://127.0.0.1:${balancer.port}`, { headers })).text()
  }
}

t.test('takes turns', async t => {
  const ports = [
    await server(t, (_, response) => response.end('a')),
    await server(t, (_, response) => response.end('b')),
  ]
  const get = await balance(t, ports, never)
  t.same([await get(), await get(), await get(), await get()].sort(), ['a', 'a', 'b', 'b'])
})

t.test('a server that is not there is left out; with none there, the client hears it', async t => {
  const nobody = await freePort()
  const get = await balance(t, [nobody, await server(t, (_, response) => response.end('b'))], never)
  t.same([await get(), await get(), await get()], ['b', 'b', 'b'])
  const vain = await balance(t, [nobody, nobody], never)
  await t.rejects(vain())
})

t.test('a server that keeps clients waiting is given up, and left out', async t => {
  let kept = 0
  const ports = [await server(t, () => kept++), await server(t, (_, response) => response.end('b'))]
  const get = await balance(t, ports, () => 50)
  const answers = await Promise.allSettled([get(), get()])
  t.same(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.same([await get(), await get(), await get()], ['b', 'b', 'b'])
  t.equal(kept, 1)
})
