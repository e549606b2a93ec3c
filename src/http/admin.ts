import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdminToken } from '../domain/settings.ts'
import { answer } from './answer.ts'
import { type ApiBackend, addApi, apiMethods, apiPath } from './api.ts'
import { tokenOf } from './bearer.ts'
import { addHealth, healthMethods } from './health.ts'
import { defaultTimeouts, type Timeouts } from './limits.ts'
import { buildListener } from './listener.ts'
import { problem } from './problem.ts'

export interface AdminServerOptions {
  /** `/metrics` wants one of them as a bearer token, of either role; without any it is open. */
  tokens?: readonly AdminToken[]
  /** Can callbacks be kept? `status` is a word for people. */
  ready(): { ready: boolean; status: string }
  metrics(): Promise<{ contentType: string; body: string }>
  /** Answers below `/api/v1`; see `addApi` for who may ask. */
  api: ApiBackend
  timeouts?: Partial<Timeouts>
}

const unauthorized = problem(401, {}, { 'www-authenticate': 'Bearer' })
const unavailable = problem(503, { detail: 'The metrics could not be collected.' })

/** The admin listener: `/healthz`, `/readyz`, `/metrics`, `/api/v1`. Listens once it is told to. */
export function buildAdminServer(options: AdminServerOptions): FastifyInstance {
  const { tokens = [], ready, metrics } = options
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const paths = new Set(['/healthz', '/readyz', '/metrics'])
  const app = buildListener({
    timeouts,
    allowed(path) {
      if (path.startsWith(apiPath)) return apiMethods
      return paths.has(path) ? healthMethods : undefined
    },
    rejected() {},
  })

  addHealth(app, '/healthz', timeouts, () => ({ ok: true, status: 'ok' }))
  addHealth(app, '/readyz', timeouts, () => {
    const { ready: ok, status } = ready()
    return { ok, status }
  })
  app.route({ method: [...healthMethods], url: '/metrics', handler: scrape })
  addApi(app, { tokens, backend: options.api, timeouts })
  return app

  function scrape(request: FastifyRequest, reply: FastifyReply): void {
    if (tokens.length > 0 && tokenOf(request.headers.authorization, tokens) === undefined) {
      answer(reply, unauthorized, timeouts.linger)
      return
    }
    metrics().then(
      ({ contentType, body }) => {
        const headers = { 'content-type': contentType, 'cache-control': 'no-store' }
        answer(reply, { status: 200, headers, body }, timeouts.linger)
      },
      () => answer(reply, unavailable, timeouts.linger),
    )
  }
}
