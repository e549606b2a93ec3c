import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { isUnread } from './unread.ts'

/** An answer with a body. Header names are in lower case. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

/** Bytes of a rejected request that are read, to be thrown away, before its connection ends. */
const maxDrained = 16 * 1024 * 1024

/**
 * Answers past Fastify's own reply, which would add a charset to the media type and close the
 * connection under a client that is still sending.
 */
export function answer(reply: FastifyReply, what: Answer, lingerMs: number): void {
  reply.hijack()
  send(reply.raw, what, reply.server.server.listening, lingerMs)
}

/** Answers 204: without a body. */
export function answerNoContent(reply: FastifyReply): void {
  reply.hijack()
  const { raw } = reply
  raw.statusCode = 204
  if (!reply.server.server.listening) raw.setHeader('connection', 'close')
  raw.end()
}

/** Writes an answer; unless `keepAlive`, the connection ends with it. */
export function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  keepAlive: boolean,
  lingerMs: number,
): void {
  const unread = isUnread(response.req)
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    ...(unread || !keepAlive ? { connection: 'close' } : {}),
  })
  if (unread && !response.req.socket.readableEnded) linger(response, body, lingerMs)
  else response.end(body)
}

/**
 * Gives the answer, but reads on before the connection ends: closing it while bytes are on their
 * way makes TCP take back what the client has not read yet (RFC 9112, 9.6).
 */
function linger(response: ServerResponse, body: string, lingerMs: number): void {
  const request = response.req
  let left = maxDrained
  const timer = setTimeout(end, lingerMs)

  function end(): void {
    clearTimeout(timer)
    request.off('data', count).off('close', end)
    request.socket.off('end', end)
    response.end()
  }
  function count(chunk: Uint8Array): void {
    left -= chunk.length
    if (left < 0) end()
  }

  if (request.method === 'HEAD') response.flushHeaders()
  else response.write(body)
  request.on('data', count).on('close', end).resume()
  request.socket.on('end', end)
}
