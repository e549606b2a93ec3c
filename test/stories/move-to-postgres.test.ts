import { join } from 'node:path'
import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { run } from '../cli/run.ts'
import { call } from '../e2e/provider.ts'
import { postgresMissing } from '../postgres/postgres-missing.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

const skip = await postgresMissing()

t.test('a move from SQLite to Postgres loses and doubles nothing', { skip }, async t => {
  const { url } = await testDatabase(t)
  const receiver = await startReceiver(t)
  const sinks = [{ name: 'hook', url: receiver.url, options: quick }]
  const { start, reelay, look, folder } = operator(t, { sinks })
  const before = await start()
  const callOf = (RecordingSid: string) => ({
    event: 'recording-completed' as const,
    fields: { RecordingSid },
  })
  const [delivered, waiting, later] = [randomSid('RT'), randomSid('RT'), randomSid('RT')]
  t.equal(await call(before.port, callOf(delivered)), 204)
  await eventually(
    () => look<{ lag: number }>('sink', 'list'),
    ([sink]) => sink?.lag === 0,
  )
  t.equal((await reelay('sink', 'pause', 'hook')).code, 0)
  t.equal(await call(before.port, callOf(waiting)), 204)
  await before.kill('SIGTERM')

  const file = join(folder, 'journal.ndjson')
  const exported = await reelay('export', '--output', file)
  t.equal(exported.code, 0, exported.stderr)
  const moved = () => run(['import', '--input', file], { env: { REELAY_STORE: url }, cwd: folder })
  const imported = await moved()
  t.equal(imported.code, 0, imported.stderr)
  t.equal((await moved()).code, 0, 'done twice it changes nothing')

  const after = await start({ store: url })
  t.equal(receiver.requests.length, 1, 'the sink is paused as it was')
  t.equal((await reelay('sink', 'resume', 'hook')).code, 0)
  t.equal(await call(after.port, callOf(delivered)), 204)
  await after.line(({ event }) => event === 'callback.duplicate')
  t.equal(await call(after.port, callOf(later)), 204)
  await eventually(
    () => look<{ lag: number }>('sink', 'list'),
    ([sink]) => sink?.lag === 0,
  )
  const got = receiver.events().map(({ subject }) => subject)
  t.same(got.toSorted(), [delivered, waiting, later].toSorted(), 'each once')
  t.equal((await look('recordings')).length, 3)
})
