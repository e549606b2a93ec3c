import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Answer, answer } from './answer.ts'
import type { ApiBackend } from './api.ts'
import type { Timeouts } from './limits.ts'

/** Text that goes on, a piece at a time. */
export interface TextStream {
  /** Undefined: there is no more. */
  next(): Promise<string | undefined>
  close(): void
}

/** Who has not read a piece by then, ms, reads no more. */
const patienceMs = 30_000

/**
 * Passes a stream of Server-Sent Events on. The next piece is only asked for once there is room for
 * it.
 */
export async function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  backend: ApiBackend,
  timeouts: Timeouts,
): Promise<void> {
  const { headers, url } = request
  const lastEventId = headers['last-event-id']
  const begun = await backend.follow(url, lastEventId === undefined ? undefined : `${lastEventId}`)
  if ('status' in begun) return answer(reply, begun satisfies Answer, timeouts.linger)
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const closed = once(raw, 'close').catch(() => {})
  try {
    while (!raw.destroyed) {
      const text = await Promise.race([begun.next(), closed.then(() => undefined)])
      if (text === undefined) break
      if (raw.write(text)) continue
      const stuck = setTimeout(() => raw.destroy(), patienceMs)
      await Promise.race([once(raw, 'drain').catch(() => {}), closed])
      clearTimeout(stuck)
    }
  } finally {
    begun.close()
    raw.end()
  }
}
