import t from 'tap'
import { eventFacts } from '../../src/domain/event.ts'

const recording = {
  id: 'RTee11-completed-1',
  type: 'twilio.video.recording.completed',
  source: '/accounts/ACee11/rooms/RMee11',
  subject: 'RTee11',
}

t.test('the facts of an event', async t => {
  const { id, type, source } = recording
  t.strictSame(eventFacts(recording), { id, type, accountSid: 'ACee11', recordingSid: 'RTee11' })
  t.equal(eventFacts({ ...recording, subject: 'REee11' }).recordingSid, 'REee11')
  t.strictSame(eventFacts({ id, type, source, subject: 'RMee11' }), {
    id,
    type,
    accountSid: 'ACee11',
  })
})

t.test('nothing is told of a source that names no account', async t => {
  for (const source of ['', '/', '/accounts', '/accounts/', '/accounts//rooms/RM', 'accounts/AC']) {
    t.notOk('accountSid' in eventFacts({ ...recording, source }), source)
  }
})
