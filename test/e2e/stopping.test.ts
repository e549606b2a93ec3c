import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { call, provider } from './provider.ts'
import { startService } from './service.ts'

async function start(t: Test, env: Record<string, string> = {}, folder = t.testdir()) {
  const store = join(folder, 'reelay.db')
  const service = await startService({
    TWILIO_AUTH_TOKEN: provider.authToken,
    REELAY_PUBLIC_URL: provider.publicUrl,
    REELAY_STORE: `sqlite:${store}`,
    ...env,
  })
  t.teardown(() => service.child.kill('SIGKILL'))
  return Object.assign(service, { store })
}

/** Writes a user's own sink; gives the value of REELAY_SINKS. */
function sinkOf(folder: string, { deliver = '', close = '' }): string {
  const path = join(folder, 'sink.js')
  const create = `() => ({ async deliver() { ${deliver} }, close() { ${close} } })`
  writeFileSync(
    path,
    `export default { kind: 'own', options: {}, batchSize: 1, create: ${create} }`,
  )
  return `module:${path} log:`
}

t.test('a signal that comes twice at once, as under npm start, is one', async t => {
  const service = await start(t, { SHUTDOWN_DELAY: '1' })
  service.child.kill('SIGINT')
  // another one, since the kernel may make one of two that are the same
  t.match(await service.kill('SIGTERM'), { code: 0, signal: null })
  t.equal(service.lines.at(-1)?.event, 'service.stopped')
})

t.test('a standard output that nobody reads does not hold up the end', async t => {
  const service = await start(t)
  service.child.stdout!.pause()
  const roomName = 'n'.repeat(2_000)
  for (let index = 0; index < 300; index++) {
    const fields = {
      Timestamp: new Date(1_773_000_000_000 + index).toISOString(),
      RoomName: roomName,
    }
    t.equal(await call(service.port, { event: 'room-created', fields }), 204)
  }
  t.ok(service.child.stdout!.isPaused())
  t.match(await service.kill('SIGTERM'), { code: 0, signal: null })
  const stderr = service.child.stderr!
  if (!stderr.readableEnded) await once(stderr, 'end')
  t.match(service.stderr(), /\d+ log lines/)
})

t.test('a sink that never gives its thread back is ended, and all is kept', async t => {
  const folder = t.testdir()
  const sinks = sinkOf(folder, { deliver: `console.log('busy'); for (;;);` })
  const service = await start(t, { REELAY_SINKS: sinks }, folder)
  t.equal(await call(service.port, { event: 'room-created' }), 204)
  await delivering(service)
  const fields = { Timestamp: '2026-03-14T09:26:53.111Z' }
  t.equal(await call(service.port, { event: 'room-created', fields }), 204)
  t.match(await service.kill('SIGTERM'), { code: 0, signal: null })
  t.equal(service.lines.at(-1)?.event, 'service.stopped')
  t.notOk(service.lines.some(({ event }) => event === 'relay.restarted'))
  const db = new DatabaseSync(service.store)
  t.same(db.prepare('SELECT count(*) AS n FROM callback').get(), { n: 2 })
  db.close()
})

t.test('a sink that throws while it stops does not keep the journal open', async t => {
  const close = `setImmediate(() => { throw new Error('too late') }); return new Promise(() => {})`
  const folder = t.testdir()
  const service = await start(t, { REELAY_SINKS: sinkOf(folder, { close }) }, folder)
  t.equal(await call(service.port, { event: 'room-created' }), 204)
  await service.line(({ event }) => event === 'delivery.done')
  t.match(await service.kill('SIGTERM'), { code: 0, signal: null })
  t.ok(
    service.lines.some(({ event, cause }) => event === 'service.stopping' && cause === 'too late'),
  )
  t.notOk(service.lines.some(({ event }) => event === 'relay.restarted'))
  t.equal(service.lines.at(-1)?.event, 'service.stopped')
})

/** Resolves once the sink has said on standard error that it has an event. */
async function delivering({ child, stderr }: Awaited<ReturnType<typeof start>>): Promise<void> {
  while (!stderr().includes('busy')) await once(child.stderr!, 'data')
}
