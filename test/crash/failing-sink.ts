import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A receiver of events that fails at random until it is told to behave. */
export interface FailingSink {
  url: string
  /** Ids in the order of their first arrival. */
  arrived: Set<string>
  /** Requests that it took, and ones that it failed. */
  counts: { taken: number; failed: number }
  behave(): void
  close(): void
}

export async function startFailingSink(random: () => number): Promise<FailingSink> {
  const arrived = new Set<string>()
  const counts = { taken: 0, failed: 0 }
  let failing = true
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', text => {
      body += text
    })
    request.on('end', () => {
      const fate = failing ? random() : 1
      if (fate >= 0.1) {
        arrived.add(JSON.parse(body).id)
        counts.taken++
      } else counts.failed++
      if (fate < 0.03) response.writeHead(500).end()
      else if (fate < 0.06) request.socket.destroy()
      else if (fate < 0.1) response.writeHead(429, { 'retry-after': '0' }).end()
      // taken, but the answer is lost: it must come again, and must not count twice
      else if (fate < 0.12) request.socket.destroy()
      else response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    arrived,
    counts,
    behave() {
      failing = false
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
