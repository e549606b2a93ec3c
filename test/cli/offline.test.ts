import { chmodSync, chownSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { fillStore } from '../../src/cli/fill-store.ts'
import { inventedRooms } from '../../src/cli/invented-rooms.ts'
import { provider } from '../e2e/provider.ts'
import { freePort } from '../postgres/free-port.ts'
import { run } from './run.ts'

/** A journal of which the service has ended. */
async function left(t: Test) {
  const cwd = t.testdir()
  const path = join(cwd, 'reelay.db')
  const callbacks = inventedRooms(3_000, { until: Date.now() - 60_000, days: 5 })
  await fillStore({ engine: 'sqlite', path }, callbacks, () => {})
  const config = {
    accounts: [{ accountSid: provider.accountSid, authTokens: [provider.authToken] }],
    store: 'sqlite:./reelay.db',
    sinks: [{ name: 'crm', url: 'http://127.0.0.1:9/' }],
    admin: { port: await freePort() },
  }
  writeFileSync(join(cwd, 'reelay.config.json'), JSON.stringify(config))
  const env = { REELAY_CONFIG: join(cwd, 'reelay.config.json') }
  return { cwd, path, env, reelay: (...argv: string[]) => run(argv, { cwd, env }) }
}

t.test('where no service runs, commands look into its file', async t => {
  const { path, reelay } = await left(t)
  const before = readFileSync(path)
  const lines = async (...argv: string[]) => {
    const { code, stdout, stderr } = await reelay(...argv, '--json')
    t.equal(code, 0, `${argv.join(' ')} ${stderr}`)
    t.match(stderr, `No service runs: this is what ${path} says.`)
    return stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line || '{}'))
  }
  const [recording] = await lines('recordings', '--status', 'completed', '--limit', '1')
  t.match(recording, { state: 'completed', recording: { status: 'completed' } })
  t.match(await lines('recordings', recording.sid), [{ sid: recording.sid }])
  const events = await lines('events', '--recording', recording.sid)
  t.equal(events.length, recording.events)
  t.match(await lines('events', events[0].id), [{ event: { subject: recording.sid } }])
  t.match((await lines('quarantine'))[0], { id: /^misfit-/ })
  const status = await reelay('status')
  t.equal(status.code, 1, 'something is quarantined')
  t.match(status.stdout, /no service runs here/)
  t.ok(before.equals(readFileSync(path)), 'the journal is as it was')
})

t.test('what only the service knows or does is said to be its', async t => {
  const { reelay } = await left(t)
  for (const argv of [
    ['refusals'],
    ['sink', 'pause', 'crm'],
    ['purge', '--room', 'x', '--yes'],
    ['replay', '--type', 'twilio.*'],
    ['quarantine', 'reparse'],
    ['events', '--follow'],
  ]) {
    const { code, stdout, stderr } = await reelay(...argv)
    t.equal(code, 69, argv.join(' '))
    t.match(stderr, /service/)
    t.equal(stdout, '')
  }
})

t.test('beside a journal of another user, or where nothing can be written, nothing is', async t => {
  const { cwd, path, reelay } = await left(t)
  // Who may write everywhere leaves nothing that the journal's own user could not write.
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(path, 12_345, 12_345)
  else chmodSync(cwd, 0o555)
  const before = readdirSync(cwd)
  const { code, stderr } = await reelay('recordings', '--limit', '1')
  chmodSync(cwd, 0o755)
  t.equal(code, 0, stderr)
  t.same(
    readdirSync(cwd).filter(name => !/-(?:wal|shm)$/.test(name)),
    before,
  )
})

t.test('where the service is said to be elsewhere, no file is looked into', async t => {
  const { cwd, env } = await left(t)
  const elsewhere = { ...env, REELAY_ADMIN_URL: `http://127.0.0.1:${await freePort()}` }
  const { code, stderr } = await run(['recordings'], { cwd, env: elsewhere })
  t.equal(code, 69)
  t.match(stderr, /Nothing listens/)
})

t.test('a file that is no journal is said to be none', async t => {
  const { path, reelay } = await left(t)
  writeFileSync(path, 'not a database')
  const { code, stderr } = await reelay('recordings')
  t.equal(code, 73)
  t.match(stderr, path)
})
