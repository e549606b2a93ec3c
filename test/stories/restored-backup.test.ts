import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call } from '../e2e/provider.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

t.test('a backup that was made while callbacks came is restored', async t => {
  const receiver = await startReceiver(t)
  const { start, reelay, look, folder } = operator(t, {
    sinks: [{ name: 'hook', url: receiver.url, options: quick }],
  })
  const service = await start()
  const send = async (): Promise<string> => {
    const RecordingSid = randomSid('RT')
    const what = { event: 'recording-completed', fields: { RecordingSid } } as const
    t.equal(await call(service.port, what), 204)
    return RecordingSid
  }
  const early = [await send(), await send()]
  await eventually(
    () => look<{ lag: number }>('sink', 'list'),
    ([sink]) => sink?.lag === 0,
  )
  const copy = join(folder, 'copy.db')
  const [backup] = await Promise.all([reelay('backup', copy), send(), send()])
  t.equal(backup.code, 0, backup.stderr)
  const late = await send()
  await service.kill('SIGKILL')

  for (const name of readdirSync(folder)) {
    if (name.startsWith('reelay.db')) rmSync(join(folder, name))
  }
  copyFileSync(copy, join(folder, 'reelay.db'))
  const restored = await start()
  const sids = (await look<{ sid: string }>('recordings')).map(({ sid }) => sid)
  for (const sid of early) t.ok(sids.includes(sid), 'what was there is there')
  t.notOk(sids.includes(late), 'what came later is not: the provider does not send it again')
  const what = { event: 'recording-completed', fields: { RecordingSid: early[0]! } } as const
  t.equal(await call(restored.port, what), 204)
  await restored.line(({ event }) => event === 'callback.duplicate')
  await eventually(
    () => look<{ lag: number }>('sink', 'list'),
    ([sink]) => sink?.lag === 0,
  )
  const times = receiver.events().filter(({ subject }) => subject === early[0])
  t.equal(times.length, 1, 'what was delivered before the backup is not delivered again')
})
