import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdminToken } from '../domain/settings.ts'
import { type Answer, answer } from './answer.ts'
import { tokenOf } from './bearer.ts'
import { bodyOf, keepBytes, readBodies } from './bodies.ts'
import { streamEvents, type TextStream } from './event-stream.ts'
import type { Timeouts } from './limits.ts'
import { problem } from './problem.ts'
import { foreignOrigin } from './same-origin.ts'

/** Who answers what is asked below `/api/v1`, once it is known that it may be. */
export interface ApiBackend {
  answer(call: {
    method: string
    url: string
    body?: { type: string; text: string }
    /** The token's name; `loopback` where there are no tokens. */
    operator: string
  }): Promise<Answer>
  follow(url: string, lastEventId?: string): Promise<Answer | TextStream>
}

/** What the paths below `/api/v1` know; which of them each knows, the backend says. */
export const apiMethods = ['GET', 'HEAD', 'POST', 'DELETE'] as const
export const apiPath = '/api/v1/'

const unauthorized = problem(
  401,
  { detail: 'This takes a bearer token: REELAY_ADMIN_TOKEN, or REELAY_READ_TOKEN to look only.' },
  { 'www-authenticate': 'Bearer' },
)
const readOnly = problem(403, { detail: 'This token only looks.' })
const jsonOnly = problem(415, { detail: 'The body has to be application/json.' })

/** Adds the API to the admin listener. */
export function addApi(
  app: FastifyInstance,
  options: { tokens: readonly AdminToken[]; backend: ApiBackend; timeouts: Timeouts },
): void {
  const { tokens, backend, timeouts } = options
  readBodies(app)
  app.route({
    method: [...apiMethods],
    url: `${apiPath}*`,
    preParsing: keepBytes,
    onRequest: (request, reply, done) => {
      const refused = refusalOf(request)
      if (refused === undefined) done()
      else answer(reply, refused, timeouts.linger)
    },
    handler: handle,
  })

  function refusalOf(request: FastifyRequest): Answer | undefined {
    const foreign = foreignOrigin(request.raw, tokens.length > 0)
    if (foreign !== undefined) return problem(403, { detail: foreign })
    const changes = request.method === 'POST' || request.method === 'DELETE'
    if (tokens.length > 0) {
      const token = tokenOf(request.headers.authorization, tokens)
      if (token === undefined) return unauthorized
      if (changes && token.role === 'read') return readOnly
    }
    const { 'content-type': type, 'content-length': length } = request.headers
    const hasBody = Number(length ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined
    return hasBody && !/^application\/json\s*(?:;|$)/i.test(type ?? '') ? jsonOnly : undefined
  }

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { method, url } = request
    if (method === 'GET' && /^\/api\/v1\/events\/stream(?:\?|$)/.test(url)) {
      await streamEvents(request, reply, backend, timeouts)
      return
    }
    const token = tokenOf(request.headers.authorization, tokens)
    const { bytes } = bodyOf(request)
    const answered = await backend.answer({
      method,
      url,
      ...(bytes.length > 0 && { body: { type: 'application/json', text: bytes.toString() } }),
      operator: token?.name ?? 'loopback',
    })
    const headers = { ...answered.headers, 'cache-control': 'no-store' }
    answer(reply, { ...answered, headers }, timeouts.linger)
  }
}
