import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call, provider } from './provider.ts'
import { startService } from './service.ts'

t.test(
  'an fsync that fails: 503, and no 2xx for a row that may not be on disk',
  {
    skip: noStrace(),
  },
  async t => {
    const store = join(t.testdir(), 'reelay.db')
    const service = await startService({
      TWILIO_AUTH_TOKEN: provider.authToken,
      REELAY_PUBLIC_URL: provider.publicUrl,
      REELAY_STORE: `sqlite:${store}`,
      REELAY_SINKS: 'log:',
    })
    t.teardown(() => service.child.kill('SIGKILL'))
    const { port, adminPort } = service
    const ready = async (): Promise<number> =>
      (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status
    const fields = { RecordingSid: randomSid('RT') }
    const completed = { event: 'recording-completed', fields } as const

    t.equal(await ready(), 200)
    const strace = await breakFsync(t, service.child.pid!)
    t.equal(await call(port, completed), 503)
    t.match(await service.line(line => line.event === 'journal.failed'), { code: 'io' })
    t.equal(await ready(), 503)
    t.equal(await call(port, completed), 503, 'nor as a duplicate of the row that may be there')
    t.match(await service.line(line => line.event === 'callback.unstored'), { level: 'error' })

    await mend(strace)
    await service.line(line => line.event === 'journal.recovered')
    t.equal(await ready(), 200)
    t.equal(await call(port, completed), 204)
    t.match(await service.kill('SIGTERM'), { code: 0 })
    const db = new DatabaseSync(store)
    t.same(db.prepare('SELECT count(*) AS n FROM callback').get(), { n: 1 }, 'stored once')
    db.close()
  },
)

/** Makes every fsync and fdatasync of a running process fail with EIO. */
async function breakFsync(t: Test, pid: number): Promise<ChildProcess> {
  const strace = spawn(
    'strace',
    [
      '-f',
      '-p',
      String(pid),
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      'inject=fsync,fdatasync:error=EIO',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  t.teardown(() => strace.kill('SIGKILL'))
  let said = ''
  const attached = Promise.withResolvers<void>()
  strace.stderr.setEncoding('utf8').on('data', text => {
    said += text
    if (said.includes('attached')) attached.resolve()
  })
  strace.on('exit', () => attached.reject(new Error(`strace ended: ${said}`)))
  await attached.promise
  return strace
}

async function mend(strace: ChildProcess): Promise<void> {
  const exited = once(strace, 'exit')
  strace.kill('SIGINT')
  await exited
}

/** Why fsync can't be made to fail here; false where it can. */
function noStrace(): string | false {
  try {
    execFileSync('strace', ['-e', 'trace=none', 'true'], { stdio: ['ignore', 'ignore', 'pipe'] })
    return false
  } catch (error) {
    return `strace can't be used here (${String(error).split('\n')[0]})`
  }
}
