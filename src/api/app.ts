import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { type FastifyInstance, type FastifyRequest, fastify, type HTTPMethods } from 'fastify'
import type { ApiAnswer, ApiCall } from './call.ts'
import { problem, problemOf } from './problems.ts'
import { addLookUps } from './routes/look.ts'
import { addPurges } from './routes/purges.ts'
import { addReplays } from './routes/replays.ts'
import { addSinks } from './routes/sinks.ts'
import { addStatus } from './routes/status.ts'
import { addTroubles } from './routes/troubles.ts'
import { type AddRoute, type ApiParts, createAddRoute, type InHand } from './routes.ts'
import { streamDescription } from './stream-description.ts'

/** The admin API without its listener: who asks, and whether they may, is known by then. */
export interface Api {
  answer(call: ApiCall): Promise<ApiAnswer>
  /** The OpenAPI document. */
  describe(): object
  close(): Promise<void>
}

/** Of a request of our own: a client's headers never come here. */
const handHeader = 'reelay-call'

export async function buildApi(parts: ApiParts): Promise<Api> {
  const hands = new Map<string, InHand>()
  let last = 0
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false } },
    routerOptions: { ignoreTrailingSlash: true },
  })
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  app.setErrorHandler((error, _request, reply) => problemOf(error, reply))
  app.setNotFoundHandler((_request, reply) => problem(reply, 404, 'There is no such thing.'))
  await app.register(swagger, { openapi: description })

  const paths = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = paths.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    paths.set(url, methods)
  })
  // Inside a plugin, so that the description finds its routes.
  await app.register(async routes => {
    const add = createAddRoute(routes, request => hands.get(handOf(request))!)
    addRoutes(add, parts)
    routes.get('/api/v1/events/stream', { schema: streamDescription }, (_request, reply) =>
      problem(reply, 503, 'There is no stream without a running service.'),
    )
    routes.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  })
  refuseOtherMethods(app, paths)
  await app.ready()

  return {
    async answer(call) {
      const id = String(++last)
      const hand: InHand = { call }
      hands.set(id, hand)
      try {
        const { statusCode, headers, body } = await app.inject({
          method: (call.method === 'HEAD' ? 'GET' : call.method) as 'GET',
          url: call.url,
          headers: {
            [handHeader]: id,
            ...(call.body && { 'content-type': call.body.type }),
          },
          ...(call.body && { payload: call.body.text }),
        })
        const kept = ['content-type', 'allow'].flatMap(name => {
          const value = headers[name]
          return value === undefined ? [] : [[name, String(value)]]
        })
        return {
          status: statusCode,
          headers: Object.fromEntries(kept),
          body,
          ...(hand.audit && statusCode < 300 && { audit: hand.audit }),
        }
      } finally {
        hands.delete(id)
      }
    },
    describe: () => app.swagger(),
    close: () => app.close(),
  }
}

function addRoutes(add: AddRoute, parts: ApiParts): void {
  addLookUps(add, parts)
  addTroubles(add, parts)
  addSinks(add, parts)
  addReplays(add, parts)
  addPurges(add, parts)
  addStatus(add, parts)
}

function handOf({ headers }: FastifyRequest): string {
  return String(headers[handHeader])
}

const methods: readonly HTTPMethods[] = ['GET', 'POST', 'DELETE']

function refuseOtherMethods(app: FastifyInstance, paths: Map<string, Set<string>>): void {
  for (const [url, known] of [...paths]) {
    const allow = [...known, ...(known.has('GET') ? ['HEAD'] : [])].join(', ')
    app.route({
      method: methods.filter(each => !known.has(each)),
      url,
      schema: { hide: true },
      // Nothing of the request matters: its body is not looked at.
      onRequest: (_request, reply) =>
        void problem(reply.header('allow', allow), 405, `This path knows ${allow}.`),
      handler: async () => undefined,
    })
  }
}

const description: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: "Reelay's admin API",
    description: 'What became of recording callbacks, and how to mend what went wrong.',
    version: '1',
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  security: [{ bearer: [] }],
}
