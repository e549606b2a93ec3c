import type { AddressInfo } from 'node:net'
import t from 'tap'
import { defaultTimeouts } from '../../src/http/limits.ts'
import { buildListener } from '../../src/http/listener.ts'
import { bare } from './callback-server.ts'
import { openRaw } from './raw-client.ts'

t.test('a mistake of our own is a 503 that says when to come again, and nothing else', async t => {
  const rejections: unknown[] = []
  const app = buildListener({
    timeouts: defaultTimeouts,
    allowed: () => ['GET'],
    rejected: rejection => rejections.push(rejection),
  })
  app.get('/broken', () => {
    throw new Error('secret of the inside')
  })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const client = await openRaw((app.server.address() as AddressInfo).port)
  t.teardown(() => client.socket.destroy())
  client.send(bare('GET', '/broken'))
  const { status, headers, body } = await client.answer()
  t.equal(status, 503)
  t.equal(headers['retry-after'], '5')
  t.equal(headers['content-type'], 'application/problem+json')
  t.strictSame(JSON.parse(body), { title: 'Service Unavailable', status: 503 })
  t.strictSame(rejections, [])
})
