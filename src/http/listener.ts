import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify'
import { answer, send } from './answer.ts'
import { rejectionOf } from './bodies.ts'
import { createClientErrorHandler, endWith } from './client-errors.ts'
import { closeInTime } from './close-in-time.ts'
import { maxBody, maxHead, type Timeouts } from './limits.ts'
import { problem, problemOf, wireText } from './problem.ts'
import { methodNotAllowed, type Rejection, rejections } from './rejection.ts'
import { noTarget, screen } from './screen.ts'
import { decodedPath, originForm } from './target.ts'

export interface ListenerOptions {
  timeouts: Timeouts
  /** The methods that a path (decoded as Fastify's router does) knows; undefined: no such path. */
  allowed(path: string): readonly string[] | undefined
  /** Told of each 4xx that the listener gives by itself, and of the request if there is one. */
  rejected(rejection: Rejection, request?: IncomingMessage): void
}

const unavailable = problem(503, {}, { 'retry-after': '5' })

/**
 * A Fastify instance without routes, as both listeners need it: the target as it came, limits,
 * and every answer that Node or Fastify would give by itself in problem+json.
 */
export function buildListener(options: ListenerOptions): FastifyInstance {
  const { timeouts, rejected } = options
  const app = fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => '',
    exposeHeadRoutes: false,
    return503OnClosing: false,
    bodyLimit: maxBody,
    requestTimeout: timeouts.request,
    routerOptions: { querystringParser: () => ({}) },
    rewriteUrl: request => originForm(request.url ?? '') ?? noTarget,
    clientErrorHandler: createClientErrorHandler({ lingerMs: timeouts.linger, rejected }),
    http: {
      maxHeaderSize: maxHead,
      headersTimeout: timeouts.headers,
      connectionsCheckingInterval: timeouts.check,
      requireHostHeader: false,
    },
  })
  tuneServer(app.server, options)
  closeInTime(app, timeouts.drain)

  app.addHook('onRequest', (request, reply, done) => {
    const rejection = screen(request.raw, request.originalUrl) ?? misdirected(request, options)
    if (rejection === undefined) return done()
    rejected(rejection, request.raw)
    answer(reply, problemOf(rejection), timeouts.linger)
  })
  app.setErrorHandler<Error>((error, request, reply) => {
    const rejection = rejectionOf(error, request.raw)
    if (rejection) rejected(rejection, request.raw)
    answer(reply, rejection ? problemOf(rejection) : unavailable, timeouts.linger)
  })
  return app
}

function misdirected(request: FastifyRequest, options: ListenerOptions): Rejection | undefined {
  const allow = options.allowed(decodedPath(request.url))
  if (allow === undefined) return rejections.notFound
  return allow.includes(request.method) ? undefined : methodNotAllowed(allow)
}

/** Sets what Fastify has no options for. */
function tuneServer(server: Server, { timeouts, allowed, rejected }: ListenerOptions): void {
  // Node would drop all headers beyond the 2000th without a word; there is a limit in bytes
  server.maxHeadersCount = 0
  // a client may shut down its side as soon as its request is out, and still wants the answer
  Object.assign(server, { httpAllowHalfOpen: true })

  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    rejected(rejections.expectation, request)
    send(response, problemOf(rejections.expectation), false, timeouts.linger)
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    const target = originForm(request.url ?? '')
    const allow = target === undefined ? undefined : allowed(decodedPath(target))
    const rejection = allow ? methodNotAllowed(allow) : rejections.notFound
    rejected(rejection, request)
    endWith(socket, wireText(problemOf(rejection)), timeouts.linger)
  })
}
