import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ledger } from '../domain/ledger.ts'
import type { Mending } from '../domain/mending.ts'
import type { ApiCall, Audit } from './call.ts'
import { problemShape } from './shapes.ts'

/** What routes answer from. */
export interface ApiParts {
  ledger: Ledger
  /** Absent where there is nobody to write: over a file without a service. */
  mending?: Mending
}

/** A request as a route sees it. */
export interface RouteRequest<Query, Body, Params> {
  query: Query
  body: Body
  params: Params
  call: ApiCall
  /** Tells what was changed. */
  audit(what: Audit): void
}

export interface Route<Query, Body, Params> {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/v1`. */
  path: string
  summary: string
  query?: object
  body?: object
  answer: object
  /** What is answered; undefined: there is no such thing, 404. */
  handle(request: RouteRequest<Query, Body, Params>): Promise<unknown>
}

/** Adds a route, with what its schemas say of it. */
export type AddRoute = <Query = unknown, Body = unknown, Params = Record<string, string>>(
  route: Route<Query, Body, Params>,
) => void

/** What goes along with a request through Fastify. */
export interface InHand {
  call: ApiCall
  audit?: Audit
}

export function createAddRoute(
  app: FastifyInstance,
  inHand: (request: FastifyRequest) => InHand,
): AddRoute {
  return route => {
    const { method, path, summary, query, body, answer, handle } = route
    const names = [...path.matchAll(/:(\w+)/g)].map(match => match[1]!)
    const paramsSchema = {
      type: 'object',
      properties: Object.fromEntries(names.map(name => [name, { type: 'string', minLength: 1 }])),
    }
    app.route({
      method,
      url: `/api/v1${path}`,
      schema: {
        summary,
        ...(query && { querystring: query }),
        ...(body && { body }),
        ...(names.length > 0 && { params: paramsSchema }),
        response: { 200: described('Done.', answer), '4xx': problemContent },
      },
      async handler(request, reply) {
        const hand = inHand(request)
        const result = await handle({
          query: request.query as never,
          body: request.body as never,
          params: request.params as never,
          call: hand.call,
          audit: what => {
            hand.audit = what
          },
        })
        if (result === undefined) return reply.callNotFound()
        return result
      },
    })
  }
}

const described = (description: string, schema: object) => ({ description, ...schema })
const problemContent = {
  description: 'RFC 9457.',
  content: { 'application/problem+json': { schema: problemShape } },
}
