import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { randomSid } from '../../src/twilio/sample.ts'
import { call } from '../e2e/provider.ts'
import { startReceiver } from '../sinks/receiver.ts'
import { eventually, operator, quick } from './operator.ts'

const identity = 'ada.lovelace@example.com'
/** As it stands in a form's text. */
const onTheWire = encodeURIComponent(identity)

/** Which files of a folder hold a text. */
function holding(folder: string, ...texts: string[]): string[] {
  return readdirSync(folder).filter(name => {
    const bytes = readFileSync(join(folder, name))
    return texts.some(text => bytes.includes(text))
  })
}

t.test('a participant asks to be forgotten', async t => {
  const receiver = await startReceiver(t)
  const { start, reelay, look, folder } = operator(t, {
    sinks: [
      { name: 'hook', url: receiver.url, options: quick },
      { name: 'down', url: 'http://127.0.0.1:9/' },
    ],
  })
  const service = await start()
  const theirs = { RecordingSid: randomSid('RT'), ParticipantIdentity: identity }
  const others = { RecordingSid: randomSid('RT'), ParticipantIdentity: 'somebody else' }
  const calls = [theirs, others].map(fields => ({ event: 'recording-completed' as const, fields }))
  for (const each of calls) t.equal(await call(service.port, each), 204)
  await eventually(
    () => Promise.resolve(receiver.requests.length),
    count => count === 2,
  )
  t.not(holding(folder, onTheWire).length, 0, 'it is on disk')

  const dry = await reelay('purge', '--participant', identity, '--dry-run')
  t.equal(dry.code, 0, dry.stderr)
  t.match(dry.stdout, /1/)
  t.not(holding(folder, onTheWire).length, 0, 'a dry run erases nothing')
  const unasked = await reelay('purge', '--participant', identity)
  t.equal(unasked.code, 64, 'no terminal to ask on: it wants --yes')

  const purge = await reelay('purge', '--participant', identity, '--yes')
  t.equal(purge.code, 0, purge.stderr)
  t.match(purge.stdout, /hook/, 'it says who has got it already')
  t.same(holding(folder, onTheWire, identity), [], 'nothing of it is left on disk')
  t.match(await look('recordings', others.RecordingSid), [{ state: 'completed' }])
  const line = await service.line(({ event }) => event === 'operator.action')
  t.match(line, { action: 'purged', count: 1 })
  t.notMatch(JSON.stringify(service.lines), identity)

  t.equal(await call(service.port, calls[0]!), 204, 'the same callback once more')
  await service.line(({ event }) => event === 'callback.duplicate')
  t.same(holding(folder, onTheWire, identity), [], 'does not come in again')

  const found = await reelay('purge', '--participant', identity, '--dry-run')
  t.match(found.stdout, /0/)
})
