import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Test } from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'

export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Answer = (response: ServerResponse, got: Received) => void

/** A real HTTP server that answers as it is told, 204 until then. Rejects if the port is taken. */
export async function startReceiver(t: Test, at = 0) {
  const requests: Received[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  let answer: Answer = response => response.writeHead(204).end()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const got = { method, url, headers, body: Buffer.concat(chunks).toString() }
    requests.push(got)
    answer(response, got)
    server.emit('received')
  })
  server.on('connection', socket => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      server.emit('gone')
    })
  })
  server.listen(at, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    server,
    requests,
    sockets,
    connections: () => connections,
    events: () => requests.map(({ body }) => JSON.parse(body) as CloudEvent),
    answer(how: Answer) {
      answer = how
    },
    /** Resolves with the next request. */
    received: () => once(server, 'received'),
    /** Resolves when every connection is gone. */
    async empty() {
      while (sockets.size > 0) await once(server, 'gone')
      return 0
    },
  }
}
