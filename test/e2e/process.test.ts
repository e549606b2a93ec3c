import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { call, provider } from './provider.ts'
import { type RunningService, spawnService, startService } from './service.ts'

const settings = (t: Test): Record<string, string> => ({
  TWILIO_AUTH_TOKEN: provider.authToken,
  REELAY_PUBLIC_URL: provider.publicUrl,
  REELAY_STORE: `sqlite:${join(t.testdir(), 'reelay.db')}`,
})

async function start(t: Test, env: Record<string, string>): Promise<RunningService> {
  const service = await startService(env)
  t.teardown(() => service.child.kill('SIGKILL'))
  return service
}

/** Runs the service to its own end. */
async function end(env: Record<string, string>) {
  const service = spawnService(env)
  const [code] = await once(service.child, 'close')
  return { code, stderr: service.stderr(), lines: service.lines }
}

t.test('with nothing set: one message, exit 78', async t => {
  const { code, stderr, lines } = await end({})
  t.equal(code, 78)
  t.match(stderr, /TWILIO_AUTH_TOKEN/)
  t.same(lines, [], 'standard output is for log lines')
})

t.test('a sink that can not be made: exit 78', async t => {
  const { code, stderr } = await end({ ...settings(t), REELAY_SINKS: 'module:./nowhere.js' })
  t.equal(code, 78)
  t.match(stderr, /nowhere\.js/)
})

t.test('a port that is taken: exit 69, and the name of the variable', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const taken = String((other.address() as AddressInfo).port)
  for (const name of ['PORT', 'ADMIN_PORT']) {
    const { code, stderr } = await end({ ...settings(t), [name]: taken })
    t.equal(code, 69)
    t.match(stderr, new RegExp(`\\b${name}\\b`))
  }
})

t.test('a store that another process has: exit 73', async t => {
  const env = settings(t)
  await start(t, env)
  const { code, stderr, lines } = await end(env)
  t.equal(code, 73)
  t.same(lines, [], 'and no line about the sinks, which were not begun')
  t.match(stderr, /in use by another Reelay/)
})

t.test('SIGTERM answers open requests, and exit code 0 comes back', async t => {
  const service = await start(t, settings(t))
  const calls = Array.from({ length: 20 }, (_, index) =>
    call(service.port, {
      event: 'room-created',
      fields: { Timestamp: `2026-03-14T09:26:53.${100 + index}Z` },
    }),
  )
  const first = await Promise.race(calls)
  t.equal(first, 204)
  const ended = service.kill('SIGTERM')
  const answers = await Promise.allSettled(calls)
  for (const answer of answers) {
    if (answer.status === 'fulfilled') t.equal(answer.value, 204, 'answered, and on disk')
  }
  t.match(await ended, { code: 0, signal: null })
  const events = service.lines.map(({ event }) => event)
  t.same(events.slice(-1), ['service.stopped'])
  t.ok(events.includes('service.stopping'))
})

t.test('SIGTERM makes readiness false for SHUTDOWN_DELAY first', async t => {
  const service = await start(t, { ...settings(t), SHUTDOWN_DELAY: '1' })
  const ready = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${service.adminPort}/readyz`)).status
  t.equal(await ready(), 200)
  const ended = service.kill('SIGTERM')
  await service.line(line => line.event === 'service.stopping')
  t.equal(await ready(), 503)
  t.equal(await call(service.port, { event: 'room-created' }), 204, 'and goes on taking callbacks')
  t.match(await ended, { code: 0 })
})

t.test('a second signal ends at once', async t => {
  const service = await start(t, { ...settings(t), SHUTDOWN_DELAY: '60' })
  const ended = service.kill('SIGTERM')
  await service.line(line => line.event === 'service.stopping')
  // What comes within half a second of the first is taken for the same request.
  const repeat = setInterval(() => service.child.kill('SIGTERM'), 50)
  t.teardown(() => clearInterval(repeat))
  const { code, signal } = await ended
  t.ok(code !== 0 || signal !== null, 'not as if all had been settled')
})

t.test('npm start hands signals on and gives the exit code back', async t => {
  const root = new URL('../..', import.meta.url).pathname
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, ...settings(t), PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => npm.kill('SIGKILL'))
  const exited = once(npm, 'exit')
  let output = ''
  npm.stdout.setEncoding('utf8')
  for await (const text of npm.stdout) {
    output += text
    if (text.includes('service.listening')) npm.kill('SIGTERM')
  }
  const [code] = await exited
  t.equal(code, 0)
  const lines = output.trimEnd().split('\n')
  t.same(
    lines.map(line => JSON.parse(line).event),
    ['service.listening', 'service.stopping', 'service.stopped'],
  )
})

t.test('an unread standard output does not stop the intake', async t => {
  const service = await start(t, { ...settings(t), LOG_LEVEL: 'info' })
  service.child.stdout!.pause()
  const answers: number[] = []
  for (let index = 0; index < 300; index++) {
    const fields = { Timestamp: new Date(1_773_000_000_000 + index).toISOString() }
    answers.push(await call(service.port, { event: 'room-created', fields }))
  }
  t.same(
    answers.filter(status => status !== 204),
    [],
  )
  service.child.stdout!.resume()
  t.match(await service.kill('SIGTERM'), { code: 0 })
})

t.test('a standard output that was closed does not stop the intake', async t => {
  const service = await start(t, settings(t))
  service.child.stdout!.destroy()
  for (let index = 0; index < 5; index++) {
    const fields = { Timestamp: new Date(1_773_000_000_000 + index).toISOString() }
    t.equal(await call(service.port, { event: 'room-created', fields }), 204)
  }
  t.match(await service.kill('SIGTERM'), { code: 0 })
})
