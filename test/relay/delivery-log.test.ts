import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import t from 'tap'
import type { StoredEvent } from '../../src/domain/journal.ts'
import { createDeliveryLog } from '../../src/relay/delivery-log.ts'
import type { Judgement } from '../../src/relay/judge.ts'
import { createManualClock } from './manual-clock.ts'
import { createMemoryJournal } from './memory-feed.ts'
import { createRecordingLog } from './recording-log.ts'

async function stored(...subjects: string[]): Promise<StoredEvent[]> {
  const journal = createMemoryJournal(createManualClock())
  return journal.connect('test').get(subjects.map(subject => journal.append(subject)))
}

const none: Judgement = {
  outcome: 'delivered',
  delivered: [],
  retry: [],
  dead: [],
  retryAfterMs: 0,
}
const attempt = { attempt: 2, ms: 7, answer: '200' }

t.test('one delivered event is named by what is known of it', async t => {
  const log = createRecordingLog()
  createDeliveryLog('crm', log)({ ...none, delivered: await stored('RT7') }, attempt)
  t.strictSame(log.lines, [
    {
      level: 'info',
      event: 'delivery.done',
      sink: 'crm',
      id: 'RT7-1',
      type: 'twilio.video.recording.completed',
      accountSid: 'AC00',
      recordingSid: 'RT7',
      attempt: 2,
      ms: 7,
      answer: '200',
    },
  ])
})

t.test('several are counted and listed', async t => {
  const log = createRecordingLog()
  createDeliveryLog('crm', log)({ ...none, delivered: await stored('RT7', 'RM8') }, attempt)
  t.match(log.lines, [{ event: 'delivery.done', count: 2, ids: ['RT7-1', 'RM8-2'], attempt: 2 }])
})

t.test('each event that failed has a line of its own', async t => {
  const log = createRecordingLog()
  const [first, second] = await stored('RE7', 'RM8')
  createDeliveryLog('crm', log)(
    {
      ...none,
      retry: [{ event: first!, cause: '500', retryInMs: 9 }],
      dead: [{ event: second!, cause: '400' }],
    },
    attempt,
  )
  t.match(log.lines, [
    {
      level: 'warn',
      event: 'delivery.retry',
      recordingSid: 'RE7',
      cause: '500',
      retryInMs: 9,
      ms: 7,
    },
    { level: 'error', event: 'delivery.dead', id: 'RM8-2', cause: '400', attempt: 2 },
  ])
  t.notOk('recordingSid' in log.lines[1]!, 'a room is no recording')
})

t.test('a source without an account is no trouble', async t => {
  const log = createRecordingLog()
  const [event] = await stored('RT7')
  event!.event.source = 'elsewhere'
  createDeliveryLog('crm', log)({ ...none, delivered: [event!] }, attempt)
  t.notOk('accountSid' in log.lines[0]!)
})

t.test('each attempt is published once, with its outcomes', async t => {
  const messages: unknown[] = []
  const listen = (message: unknown) => void messages.push(message)
  const tell = createDeliveryLog('crm', createRecordingLog())
  const [first, second, third] = await stored('RT1', 'RT2', 'RT3')
  const judgement = {
    ...none,
    delivered: [first!],
    retry: [{ event: second!, cause: 'no', retryInMs: 1 }],
    dead: [{ event: third!, cause: 'no' }],
  }
  tell(judgement, attempt)
  subscribe('reelay:delivery', listen)
  t.teardown(() => unsubscribe('reelay:delivery', listen))
  tell(judgement, attempt)
  tell(none, attempt)
  t.strictSame(messages, [
    { sink: 'crm', ms: 7, done: 1, retry: 1, dead: 1 },
    { sink: 'crm', ms: 7, done: 0, retry: 0, dead: 0 },
  ])
})
