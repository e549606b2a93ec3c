import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { eventIdKey } from '../../src/twilio/identity.ts'
import { call } from '../e2e/provider.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

/** Sets a stored callback aside, as a version of Reelay that did not know its event would have. */
function forgetHowToRead(file: string): void {
  const db = new DatabaseSync(file)
  const { position, id } = db.prepare('SELECT position, id FROM callback').get() as {
    position: number
    id: string
  }
  db.prepare('DELETE FROM identity WHERE key = ?').run(eventIdKey(id))
  const errors = JSON.stringify([{ path: '/StatusCallbackEvent', message: 'is no event known' }])
  const misfit = `UPDATE callback SET type = NULL, subject = NULL, errors = ?,
    id = 'misfit-00112233445566778899aabbccddeeff' WHERE position = ?`
  db.prepare(misfit).run(errors, position)
  db.close()
}

t.test('an event that nobody knew is kept and shown, not relayed', async t => {
  const receiver = await startReceiver(t)
  const { start, reelay, look } = operator(t, {
    sinks: [{ name: 'hook', url: receiver.url, options: quick }],
  })
  const paused = await start()
  const unknown = { StatusCallbackEvent: 'recording-paused' }
  t.equal(await call(paused.port, { event: 'recording-started', fields: unknown }), 204)
  const [item] = await look<{ id: string; errors: { path: string }[] }>('quarantine')
  t.match(item, { id: /^misfit-/, errors: [{ path: '/StatusCallbackEvent' }] })
  t.match((await reelay('quarantine', item!.id)).stdout, /recording-paused/)
  t.equal((await reelay('status')).code, 1)
  const early = await reelay('quarantine', 'reparse')
  t.equal(early.code, 0)
  t.equal((await look('quarantine')).length, 1, 'it is still unknown')
  t.equal(receiver.requests.length, 0)
})

t.test('what an older version set aside is relayed once it is parsed again', async t => {
  const receiver = await startReceiver(t)
  const { start, reelay, look, folder } = operator(t, {
    sinks: [{ name: 'hook', url: receiver.url, options: quick, from: 'now' }],
  })
  const older = await start()
  t.equal(await call(older.port, { event: 'recording-completed' }), 204)
  await eventually(
    () => Promise.resolve(receiver.requests.length),
    count => count === 1,
  )
  await older.kill('SIGTERM')
  forgetHowToRead(join(folder, 'reelay.db'))

  const newer = await start()
  t.equal((await look('quarantine')).length, 1)
  const dry = await reelay('quarantine', 'reparse', '--dry-run')
  t.match(dry.stdout, /1/)
  t.equal((await look('quarantine')).length, 1, 'a dry run changes nothing')
  t.equal((await reelay('quarantine', 'reparse')).code, 0)
  await eventually(
    () => Promise.resolve(receiver.requests.length),
    count => count === 2,
  )
  t.equal(receiver.events()[1]!.type, 'twilio.video.recording.completed')
  t.same(await look('quarantine'), [])
  t.match(await look('recordings'), [{ state: 'completed' }])
  t.equal(await call(newer.port, { event: 'recording-completed' }), 204)
  await newer.line(({ event }) => event === 'callback.duplicate')
  t.equal((await reelay('status')).code, 0)
})
