import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { validatorOf } from '../../src/schemas.ts'
import { randomSid } from '../../src/twilio/sample.ts'
import { call, provider } from './provider.ts'
import { type Line, startService } from './service.ts'

/**
 * What the contract says can be logged; the rest comes with Postgres and the operator's commands.
 */
const expected = [
  'service.listening',
  'service.stopping',
  'service.stopped',
  'config.warning',
  'callback.stored',
  'callback.duplicate',
  'callback.quarantined',
  'callback.refused',
  'callback.rejected',
  'callback.unstored',
  'event.relayed',
  'delivery.done',
  'delivery.retry',
  'delivery.dead',
  'sink.open',
  'sink.closed',
  'journal.failed',
  'journal.recovered',
  'relay.restarted',
  'retention.done',
  'retention.forced',
]

t.test('every line of a life in which everything happens fits the schema', async t => {
  const folder = t.testdir()
  const receiver = await startReceiver(t)
  const config = join(folder, 'reelay.config.json')
  const { accountSid, authToken, publicUrl } = provider
  const module = join(folder, 'sink.js')
  writeFileSync(module, dyingSink)
  const retry = { baseSeconds: 0.01, capSeconds: 0.05 }
  const settings = {
    accounts: [{ accountSid, authTokens: [authToken] }],
    publicUrl: [publicUrl],
    store: `sqlite:${join(folder, 'reelay.db')}`,
    sinks: [
      { name: 'view', url: 'log:' },
      { name: 'http', url: receiver.url, options: { retry } },
      { name: 'dying', url: `module:${module}`, types: ['twilio.video.room.*'] },
    ],
  }
  writeFileSync(config, JSON.stringify(settings))
  const env = { REELAY_CONFIG: config, REELAY_TYPO: 'x' }
  const service = await startService(env)
  t.teardown(() => service.child.kill('SIGKILL'))
  const { port, line } = service
  const recording = (): Record<string, string> => ({ RecordingSid: randomSid('RT') })
  const next = async (event: string): Promise<Line> =>
    line(each => each.event === event && !seen.has(each) && !!seen.add(each))
  const seen = new Set<Line>()

  const first = recording()
  t.equal(await call(port, { event: 'recording-completed', fields: first }), 204)
  await next('delivery.done')
  await next('event.relayed')
  t.equal(await call(port, { event: 'recording-completed', fields: first }), 204)
  const other = { ...first, Duration: '99' }
  t.equal(await call(port, { event: 'recording-completed', fields: other }), 204)
  t.match(await line(each => each['differs'] === true), { level: 'warn' })
  const misfit = { ...recording(), Size: 'huge' }
  t.equal(await call(port, { event: 'recording-completed', fields: misfit }), 204)
  t.equal(await call(port, { event: 'recording-started', authToken: 'forged' }), 403)
  const stranger = { AccountSid: randomSid('AC') }
  t.equal(await call(port, { event: 'recording-started', fields: stranger }), 403)
  t.equal(await call(port, { event: 'recording-started', path: '/elsewhere' }), 404)
  const large = { RoomName: 'x'.repeat(70_000) }
  t.equal(await call(port, { event: 'room-created', fields: large }), 413)

  receiver.answerNext(500)
  t.equal(await call(port, { event: 'recording-started', fields: recording() }), 204)
  await next('delivery.retry')
  receiver.answerNext(422)
  t.equal(await call(port, { event: 'recording-started', fields: recording() }), 204)
  t.match(await next('delivery.dead'), { sink: 'http', level: 'error' })
  receiver.answerAll(503)
  t.equal(await call(port, { event: 'recording-started', fields: recording() }), 204)
  await next('sink.open')
  receiver.answerAll(204)
  await next('sink.closed')

  t.equal(await call(port, { event: 'room-created' }), 204)
  await next('relay.restarted')

  rmSync(join(folder, 'reelay.db'))
  t.equal(await call(port, { event: 'recording-started', fields: recording() }), 503)
  await next('journal.failed')
  await next('journal.recovered')
  t.equal(await call(port, { event: 'recording-started', fields: recording() }), 204)
  receiver.answerAll(503)
  t.equal(await call(port, { event: 'recording-failed', fields: recording() }), 204)
  await next('delivery.retry')
  t.match(await service.kill('SIGTERM'), { code: 0 })
  t.equal(service.stderr(), '')

  const db = new DatabaseSync(join(folder, 'reelay.db'))
  db.exec('UPDATE callback SET received_at = received_at - 100 * 86400 * 1000')
  db.close()
  const later = await startService(env)
  t.teardown(() => later.child.kill('SIGKILL'))
  await later.line(each => each.event === 'retention.forced')
  t.match(await later.kill('SIGTERM'), { code: 0 })

  const lines = [...service.lines, ...later.lines]
  const validate = validatorOf('urn:reelay:schema:log')
  for (const each of lines) t.ok(validate(each), JSON.stringify([each, validate.errors]))
  const missing = new Set(expected)
  for (const each of lines) missing.delete(String(each.event))
  t.same([...missing], [], 'all that can be logged was')
  const text = JSON.stringify(lines.filter(each => each.event !== 'event.relayed'))
  for (const secret of [authToken, 'Sam Ple', 'Sample room']) {
    t.notOk(text.includes(secret), `no line shows ${secret}`)
  }
})

/** A user's own sink that takes its thread down once it has an event. */
const dyingSink = `
let dies = 1
export default {
  kind: 'dying',
  options: {},
  batchSize: 1,
  create: () => ({
    async deliver() {
      if (dies-- > 0) setImmediate(() => { throw new Error('a mistake of the user') })
      await new Promise(() => {})
    },
    close() {},
  }),
}
`

async function startReceiver(t: Test) {
  let standing = 204
  const planned: number[] = []
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(planned.shift() ?? standing).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answerNext: (status: number) => planned.push(status),
    answerAll(status: number) {
      standing = status
    },
  }
}
