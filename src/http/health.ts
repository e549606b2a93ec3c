import type { FastifyInstance } from 'fastify'
import { answer } from './answer.ts'
import type { Timeouts } from './limits.ts'

/** What a path of health knows. */
export const healthMethods = ['GET', 'HEAD'] as const

/** Adds a path that answers 200 or 503 with `{"status": …}`, without a token and without a line. */
export function addHealth(
  app: FastifyInstance,
  path: string,
  timeouts: Timeouts,
  health: () => { ok: boolean; status: string },
): void {
  app.route({
    method: [...healthMethods],
    url: path,
    handler(_request, reply) {
      const { ok, status } = health()
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      const body = JSON.stringify({ status })
      answer(reply, { status: ok ? 200 : 503, headers, body }, timeouts.linger)
    },
  })
}
