import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
} from 'fastify'
import { type CallbackMethod, callbackMethods } from '../domain/callback.ts'
import type { Inbox } from '../domain/journal.ts'
import type { Log } from '../domain/log.ts'
import type { ReceivedRequest, Verdict } from '../domain/verdict.ts'
import { answer, answerNoContent } from './answer.ts'
import { bodyOf, keepBytes, readBodies, rejectionOf } from './bodies.ts'
import { createCallbackRecord } from './callback-record.ts'
import { addHealth, healthMethods } from './health.ts'
import { keptHeaders } from './kept-headers.ts'
import { defaultTimeouts, type Timeouts } from './limits.ts'
import { buildListener } from './listener.ts'
import { createOriginReader } from './origin.ts'
import { createBound } from './overload.ts'
import { type ProbeLog, probeId } from './probes.ts'
import { problem, problemOf } from './problem.ts'
import { type Rejection, rejections } from './rejection.ts'

export interface CallbackServerOptions {
  /** Takes itself and all below it. Does not end in a slash unless it is `/`. */
  callbackPath: string
  inbox: Inbox
  verify(request: ReceivedRequest): Verdict
  log: Log
  /** Requests that may be open at a time, on four times as many connections; 1024 unless told. */
  maxOpenRequests?: number
  timeouts?: Partial<Timeouts>
  /** Told how probes arrive, whatever becomes of them. */
  probes?: ProbeLog
}

const connectionsPerRequest = 4
const unavailable = problem(
  503,
  { detail: 'The callback could not be kept.' },
  { 'retry-after': '5' },
)
const tooMany = problem(503, { detail: 'Too many open requests.' }, { 'retry-after': '1' })

/** The public listener: the callback path and `/healthz`. Listens once it is told to. */
export function buildCallbackServer(options: CallbackServerOptions): FastifyInstance {
  const { callbackPath, inbox, verify, log, probes, maxOpenRequests = 1024 } = options
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const record = createCallbackRecord(log)
  const bound = createBound(maxOpenRequests, record.turnedAway)
  const originOf = createOriginReader()
  const allowed = createAllowed(callbackPath)
  const app = buildListener({ timeouts, allowed, rejected })

  // What has not sent its head yet holds no place: connections have a bound of their own
  app.server.maxConnections = maxOpenRequests * connectionsPerRequest
  app.server.on('drop', bound.turnAway)
  readBodies(app)
  for (const method of callbackMethods) {
    app.addHttpMethod(method, { hasBody: true, overrideExisting: true })
  }
  app.addHook('onClose', (_app, done) => {
    bound.close()
    done()
  })
  addHealth(app, '/healthz', timeouts, () => ({ ok: true, status: 'ok' }))
  app.route({
    method: [...callbackMethods],
    url: '/*',
    onRequest: admit as onRequestHookHandler,
    preParsing: keepBytes,
    errorHandler: fail,
    handler: receive,
  })
  return app

  function rejected(rejection: Rejection, request?: IncomingMessage): void {
    record.rejected(rejection, request)
    const { reason, detail: hint } = rejection
    if (request) probes?.record(request, { outcome: 'rejected', reason, hint })
  }

  /** Holds a place for the request, before its body is read. */
  function admit(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const coding = request.raw.headers['content-encoding']
    if (coding && coding.toLowerCase() !== 'identity') {
      rejected(rejections.contentEncoding, request.raw)
      answer(reply, problemOf(rejections.contentEncoding), timeouts.linger)
    } else if (bound.enter()) done()
    else answer(reply, tooMany, timeouts.linger)
  }

  /** Answers a request whose body could not be read. */
  function fail(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    bound.leave()
    const rejection = rejectionOf(error, request.raw)
    if (rejection) rejected(rejection, request.raw)
    else record.unstored(error, request.raw, 0)
    answer(reply, rejection ? problemOf(rejection) : unavailable, timeouts.linger)
  }

  /** Verifies a whole request, has it kept, and answers. */
  function receive(request: FastifyRequest, reply: FastifyReply): void {
    const started = performance.now()
    const { raw } = request
    const { bytes, form } = bodyOf(request)
    const method = request.method as CallbackMethod
    const { url: target } = request
    const { headers } = raw
    const verdict = verify({
      method,
      target,
      headers,
      body: bytes,
      ...(form === undefined ? {} : { form }),
      seen: originOf(raw),
    })
    if (!verdict.genuine) {
      bound.leave()
      const reference = randomUUID().slice(0, 8)
      record.refused(verdict, reference, raw, performance.now() - started)
      const { reason, hint, publicUrl: url } = verdict
      const outcome = { reason, hint, ...(url !== undefined && { publicUrl: url }) }
      probes?.record(raw, { outcome: 'refused', ...outcome }, bytes)
      answer(reply, problem(403, { reference }), timeouts.linger)
      return
    }
    const { publicUrl, signedText, probe } = verdict
    if (probe) {
      bound.leave()
      record.probed(probeId(raw), raw, performance.now() - started)
      probes?.record(raw, { outcome: 'probed' }, bytes)
      answerNoContent(reply)
      return
    }
    const kept = keptHeaders(headers)
    inbox.append({ method, publicUrl, target, headers: kept, body: bytes, signedText }).then(
      receipt => {
        bound.leave()
        record.kept(receipt, raw, performance.now() - started)
        answerNoContent(reply)
      },
      error => {
        bound.leave()
        record.unstored(error, raw, performance.now() - started)
        answer(reply, unavailable, timeouts.linger)
      },
    )
  }
}

/** Which methods does a path know? */
function createAllowed(callbackPath: string): (path: string) => readonly string[] | undefined {
  const base = decodeURI(callbackPath)
  const below = base === '/' ? base : `${base}/`
  return path => {
    if (path === base || path.startsWith(below)) return callbackMethods
    return path === '/healthz' ? healthMethods : undefined
  }
}
