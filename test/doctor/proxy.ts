import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Test } from 'tap'

/** A request on its way through a proxy. */
export interface Passing {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** What a proxy makes of a request; a number is its own answer. */
export type Rewrite = (passing: Passing) => Partial<Passing> | number

/** A proxy in front of the port that `to` tells, until the test ends. Resolves to its own URL. */
export async function startProxy(t: Test, to: () => number, rewrite: Rewrite): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const body = (await buffer(incoming)).toString()
    const { method = '', url = '' } = incoming
    const { 'content-length': _, ...headers } = incoming.headers
    const changed = rewrite({ method, url, headers, body })
    if (typeof changed === 'number') {
      response.writeHead(changed, { server: 'test-proxy', location: '/login' }).end()
      return
    }
    const passed = { method, url, headers, body, ...changed }
    const length = { 'content-length': String(Buffer.byteLength(passed.body)) }
    const onward = request({
      host: '127.0.0.1',
      port: to(),
      method: passed.method,
      path: passed.url,
      headers: { ...passed.headers, ...(passed.body === '' ? {} : length) },
      agent: false,
    })
    onward.on('response', answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502, { server: 'test-proxy' }).end())
    onward.end(passed.body)
  }).listen(0, '127.0.0.1')
  t.teardown(() => new Promise(resolve => server.close(resolve).closeAllConnections()))
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
