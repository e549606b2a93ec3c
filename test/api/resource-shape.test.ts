import t from 'tap'
import type { RecordingHistory, RecordingItem } from '../../src/domain/ledger.ts'
import { deploy, sid } from './deployment.ts'

/**
 * Properties of the provider's Recording of Video, by the names of its Node SDK, and their types in
 * JSON.
 */
const resource: Readonly<Record<string, 'string' | 'integer' | 'object'>> = {
  accountSid: 'string',
  codec: 'string',
  containerFormat: 'string',
  dateCreated: 'string',
  duration: 'integer',
  groupingSids: 'object',
  links: 'object',
  mediaExternalLocation: 'string',
  offset: 'integer',
  sid: 'string',
  size: 'integer',
  sourceSid: 'string',
  status: 'string',
  statusCallback: 'string',
  statusCallbackMethod: 'string',
  trackName: 'string',
  type: 'string',
  url: 'string',
}

const words: Readonly<Record<string, readonly string[]>> = {
  status: ['processing', 'completed', 'deleted', 'failed'],
  type: ['audio', 'video', 'data'],
  containerFormat: ['mka', 'mkv'],
  codec: ['VP8', 'H264', 'OPUS', 'PCMU'],
}

t.test("a recording has the resource's own shape, whatever its state", async t => {
  const settings = { stalledAfter: '1s' }
  const { called, get, service } = await deploy(t, { store: 'sqlite:./reelay.db', settings })
  const [open, done, broken] = [sid('RT'), sid('RT'), sid('RT')]
  const now = { Timestamp: new Date().toISOString() }
  await called('recording-started', { RecordingSid: open })
  await called('recording-started', { RecordingSid: done, ...now })
  await called('recording-completed', { RecordingSid: done })
  await called('recording-failed', { RecordingSid: broken })
  await service().line(({ event }) => event === 'recording.stalled')
  const { items } = await get<{ items: RecordingItem[] }>('recordings')
  const states = Object.fromEntries(items.map(({ sid, state }) => [sid, state]))
  t.same(states, { [open]: 'stalled', [done]: 'completed', [broken]: 'failed' })
  const alone = await get<RecordingHistory>(`recordings/${done}`)
  for (const { recording, sid } of [...items, alone]) {
    t.same(Object.keys(recording).sort(), Object.keys(resource).sort(), sid)
    for (const [name, type] of Object.entries(resource)) {
      const value = recording[name]
      const own = typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
      t.ok(value === null || own === type, `${name}: ${JSON.stringify(value)}`)
    }
    for (const [name, known] of Object.entries(words)) {
      t.ok(recording[name] === null || known.includes(String(recording[name])), name)
    }
  }
  t.match(alone.recording, {
    sid: done,
    status: 'completed',
    links: { media: /^https:\/\/video\.twilio\.com\/v1\/Recordings\/RT/ },
    groupingSids: { room_sid: /^RM/, participant_sid: /^PA/ },
    dateCreated: now.Timestamp,
  })
})
