import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { validatorOf } from '../../src/schemas.ts'
import { call, provider } from './provider.ts'
import { type Line, type RunningService, startService } from './service.ts'

async function start(t: Test, env: Record<string, string>): Promise<RunningService> {
  const service = await startService({
    TWILIO_AUTH_TOKEN: provider.authToken,
    REELAY_PUBLIC_URL: provider.publicUrl,
    REELAY_STORE: `sqlite:${join(t.testdirName, 'store', 'reelay.db')}`,
    ...env,
  })
  t.teardown(() => service.child.kill('SIGKILL'))
  return service
}

/** Each further line of that event, in order. */
function nextOf({ line }: RunningService, event: string): () => Promise<Line> {
  const seen = new Set<Line>()
  return () => line(each => each.event === event && !seen.has(each) && !!seen.add(each))
}

function fits(t: Test, lines: Line[]): void {
  const validate = validatorOf('urn:reelay:schema:log')
  for (const line of lines) t.ok(validate(line), JSON.stringify([line, validate.errors]))
}

/** A user's own sink; `deliver` is the body of its function. */
const sinkOf = (deliver: string): string => `
import { existsSync, rmSync, writeFileSync } from 'node:fs'
export default {
  kind: 'own',
  options: {},
  batchSize: 1,
  create: () => ({ async deliver() { ${deliver} }, close() {} }),
}
`

t.test('a journal whose thread dies ends the service', async t => {
  const folder = t.testdir()
  const mark = join(folder, 'die')
  const preload = join(folder, 'preload.cjs')
  writeFileSync(
    preload,
    `const { isMainThread, workerData } = require('node:worker_threads')
    if (!isMainThread && workerData?.retention) {
      setInterval(() => {
        if (require('node:fs').existsSync(${JSON.stringify(mark)})) throw new Error('dies')
      }, 10)
    }`,
  )
  const env = { NODE_OPTIONS: `--require=${preload}`, SHUTDOWN_DELAY: '60' }
  const service = await start(t, env)
  t.equal(await call(service.port, { event: 'room-created' }), 204)
  const ended = new Promise(resolve => service.child.once('close', resolve))
  writeFileSync(mark, '')
  t.equal(await ended, 1, 'at once, whatever SHUTDOWN_DELAY says')
  const failed = service.lines.filter(({ event }) => event === 'journal.failed')
  t.match(failed, [{ level: 'fatal', code: 'closed', msg: /dies/ }])
  t.equal(service.lines.at(-1)?.event, 'service.stopped', 'all else was stopped in order')
  fits(t, service.lines)
})

t.test('a sink that exits its thread, or can not be made again, is waited for', async t => {
  const folder = t.testdir()
  const module = join(folder, 'sink.js')
  const good = sinkOf('')
  writeFileSync(module, sinkOf(`rmSync(${JSON.stringify(module)}); process.exit()`))
  const service = await start(t, { REELAY_SINKS: `module:${module}` })
  const restarted = nextOf(service, 'relay.restarted')
  t.equal(await call(service.port, { event: 'room-created' }), 204)
  const first = await restarted()
  t.notOk('err' in first, 'it ended without an error')
  t.match(await restarted(), { err: { message: /sink\.js/ }, msg: /2000 ms/ })
  writeFileSync(module, good)
  await service.line(({ event }) => event === 'delivery.done')
  t.match(await service.kill('SIGTERM'), { code: 0 })
  fits(t, service.lines)
})

t.test('what a sink prints is not among the log lines', async t => {
  const module = join(t.testdir(), 'sink.js')
  writeFileSync(module, `console.log('loaded')\n${sinkOf(`console.log('printed')`)}`)
  const service = await start(t, { REELAY_SINKS: `module:${module}` })
  t.equal(await call(service.port, { event: 'room-created' }), 204)
  await service.line(({ event }) => event === 'delivery.done')
  t.match(await service.kill('SIGTERM'), { code: 0 })
  fits(t, service.lines)
  t.match(service.stderr(), /loaded\n.*printed\n/s)
})

t.test('sinks that were made are closed when another can not be', async t => {
  const folder = t.testdir()
  const closed = join(folder, 'closed')
  const good = join(folder, 'good.js')
  const bad = join(folder, 'bad.js')
  const make = (create: string) =>
    `import { writeFileSync } from 'node:fs'
    export default { kind: 'own', options: {}, batchSize: 1, create() { ${create} } }`
  const close = `writeFileSync(${JSON.stringify(closed)}, '')`
  writeFileSync(good, make(`return { async deliver() {}, close() { ${close} } }`))
  writeFileSync(bad, make(`throw new Error('no such broker')`))
  const sinks = { REELAY_SINKS: `module:${good} module:${bad}` }
  await t.rejects(start(t, sinks), { message: /no such broker/ })
  rmSync(closed) // throws unless it is there
})
