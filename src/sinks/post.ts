import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'

/** How much of an answer's body is kept, and how much is read for the sake of its connection. */
const keptBytes = 1024
const drainedBytes = 65_536

/** What a receiver answered; redirects are not followed. */
export interface Answer {
  status: number
  /** The header, as it came. */
  retryAfter?: string
  /** The first KiB of the body; empty for HTML and for compressed bodies. */
  start: string
}

export interface Post {
  url: URL
  headers: Readonly<Record<string, string>>
  body: Buffer
  signal: AbortSignal
}

export interface Poster {
  /** Rejects where no status came: with the network's error, or with the signal's reason. */
  post(post: Post): Promise<Answer>
  /** Ends every connection, idle or not. */
  close(): void
}

/** Posts over `keepFree` kept connections. Node's own client: `fetch` refuses some ports. */
export function poster(protocol: string, keepFree: number): Poster {
  const https = protocol === 'https:'
  const agent = new (https ? HttpsAgent : HttpAgent)({ keepAlive: true, maxFreeSockets: keepFree })
  const request = https ? requestHttps : requestHttp

  function send(post: Post, connections: HttpAgent | false): Promise<Answer | 'stale'> {
    const { url, headers, body, signal } = post
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers, agent: connections, signal })
      // Once the status is there, what goes wrong with the rest does not matter.
      let answered = false
      sent.on('response', response => {
        answered = true
        readAnswer(response).then(resolve, reject)
      })
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (answered) return
        if (signal.aborted) reject(signal.reason)
        else if (sent.reusedSocket && isReset(error)) resolve('stale')
        else reject(error)
      })
      // Where nothing else told how it ended (a protocol switch that nobody asked for).
      sent.on('close', () => {
        if (!answered) reject(new Error('the connection closed without an answer'))
      })
      sent.end(body)
    })
  }

  return {
    async post(post) {
      const answer = await send(post, agent)
      if (answer !== 'stale') return answer
      // The receiver closed an idle connection while we took it up: once more over a new one.
      const again = await send(post, false)
      if (again === 'stale') throw new Error('a new connection can not be stale')
      return again
    },
    close: () => agent.destroy(),
  }
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response
  const start = await readStart(response)
  const readable = !headers['content-encoding'] && !/html/i.test(headers['content-type'] ?? '')
  const retryAfter = headers['retry-after']
  return {
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    start: readable ? start : '',
  }
}

/** Never rejects: an answer that breaks off has said its status. Too long a one is cut off. */
async function readStart(response: IncomingMessage): Promise<string> {
  const kept: Buffer[] = []
  let read = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (read < keptBytes) kept.push(chunk.subarray(0, keptBytes - read))
      read += chunk.length
      if (read > drainedBytes) break
    }
  } catch {}
  return Buffer.concat(kept).toString()
}
