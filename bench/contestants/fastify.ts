import formbody from '@fastify/formbody'
import fastify from 'fastify'
import { announce, openLog } from './common.ts'

const log = openLog()
const app = fastify()
await app.register(formbody)
app.post('/callbacks', (request, reply) => {
  const { RecordingSid: recordingSid } = request.body as Record<string, string>
  log.info({ event: 'callback', recordingSid }, 'Answered')
  reply.code(204).send()
})
await app.listen({ port: 0, host: '127.0.0.1' })
announce(app.server.address())
