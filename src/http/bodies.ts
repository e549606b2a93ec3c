import type { IncomingMessage } from 'node:http'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyRequest, preParsingHookHandler } from 'fastify'
import { Rejected, type Rejection, rejections } from './rejection.ts'
import { isUnread } from './unread.ts'

const form = 'application/x-www-form-urlencoded'
const nothing = Buffer.alloc(0)
const mediaType = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/

/** A request's body: its bytes, and its text if its Content-Type says that it is a form. */
export interface Body {
  bytes: Buffer
  form?: string
}

type WithChunks = FastifyRequest & { chunks: Buffer[] | undefined }

/**
 * Makes a listener read every body as it is: forms through @fastify/formbody, which hands over
 * their text with nothing decoded, all others through one parser that keeps the bytes.
 */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('chunks', undefined)
  app.removeAllContentTypeParsers()
  app.register(formbody, { parser: text => ({ text }) })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/**
 * Keeps the bytes of a form beside its text: what is not valid UTF-8 could not be had back from
 * that. A Content-Type that is no media type counts as none; Fastify would refuse it.
 */
export const keepBytes: preParsingHookHandler = (request, _reply, payload, done) => {
  const { headers } = request.raw
  const type = headers['content-type']
  if (type !== undefined && !mediaType.test(type)) delete headers['content-type']
  else if (type !== undefined && request.mediaType === form) {
    const chunks: Buffer[] = []
    ;(request as WithChunks).chunks = chunks
    payload.on('data', chunk => chunks.push(chunk))
  }
  done()
}

/** The body of a request that was read as `readBodies` and `keepBytes` have it. */
export function bodyOf(request: FastifyRequest): Body {
  const { body } = request
  if (Buffer.isBuffer(body)) return { bytes: body }
  if (body === undefined) return { bytes: nothing }
  const { chunks } = request as WithChunks
  const bytes = chunks?.length === 1 ? chunks[0]! : Buffer.concat(chunks ?? [])
  return { bytes, form: (body as { text: string }).text }
}

/** Why a body could not be read. Undefined: it was read, and the mistake is ours. */
export function rejectionOf(error: Error, request: IncomingMessage): Rejection | undefined {
  if (error instanceof Rejected) return error.rejection
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return rejections.bodyTooLarge
  return isUnread(request) ? rejections.truncated : undefined
}
