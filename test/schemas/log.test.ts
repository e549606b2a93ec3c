import t from 'tap'
import { allSchemas, validatorOf } from '../../src/schemas.ts'

const id = 'urn:reelay:schema:log'
const schema = allSchemas().find(({ $id }) => $id === id)!
const line = { time: '2026-03-14T09:26:53.589Z', level: 'info', msg: 'words' }
const request = { method: 'POST', ms: 0.41 }
const event = {
  id: 'RTdad0dad0dad0dad0dad0dad0dad0dad0-started-20251102180409020406',
  type: 'twilio.video.recording.started',
  accountSid: 'ACa11a11a11a11a11a11a11a11a11a11a1',
  recordingSid: 'RTdad0dad0dad0dad0dad0dad0dad0dad0',
}
const refused = {
  event: 'callback.refused',
  reason: 'body-changed',
  reference: '8c1f',
  diagnosed: true,
  path: '/hooks',
  ...request,
}

t.test('knows every event, and what its line has', async t => {
  const names = schema['properties'].event.enum as string[]
  const described = schema['allOf'].map(
    (each: { if: { properties: { event: { const: string } } } }) => each.if.properties.event.const,
  )
  t.equal(new Set(names).size, names.length)
  t.strictSame(described, names)
})

t.test('takes lines as they are written', async t => {
  const validate = validatorOf(id)
  const lines = [
    { event: 'service.listening', port: 8080, adminPort: 8081 },
    { event: 'service.stopped' },
    { event: 'callback.stored', ...event, ...request },
    { event: 'callback.duplicate', differs: false, ...event, ...request },
    {
      event: 'callback.quarantined',
      id: 'misfit-00112233445566778899aabbccddeeff',
      errors: [{ path: '/Size', message: 'is missing' }],
      ...request,
    },
    refused,
    { ...refused, publicUrl: 'http://localhost:3000' },
    { event: 'callback.unstored', code: 'disk-full', ...request, path: '/hooks' },
    { event: 'callback.probed', probe: '00112233445566ff', ...request, path: '/hooks' },
    {
      event: 'delivery.done',
      sink: 'log',
      attempt: 1,
      ms: 3,
      answer: 'ok',
      count: 2,
      ids: ['a', 'b'],
    },
    { event: 'delivery.retry', sink: 'x', attempt: 1, ms: 3, cause: '500', retryInMs: 9, ...event },
  ]
  for (const each of lines) {
    validate({ ...line, ...each })
    t.strictSame(validate.errors, null, each.event)
  }
})

t.test('lets nothing slip into a line that was not foreseen', async t => {
  const validate = validatorOf(id)
  const stored = { ...line, event: 'callback.stored', ...event, ...request }
  const wrong: Record<string, object> = {
    'another fact': { ...stored, identity: 'Ann' },
    'a fact of another event': { ...stored, publicUrl: 'https://reelay.example' },
    'no id': { ...stored, id: undefined },
    'another event': { ...line, event: 'callback.seen' },
    'a level as a number': { ...stored, level: 30 },
    'a time in ms': { ...stored, time: 1_770_000_000_000 },
    'no SID': { ...stored, recordingSid: 'Ann' },
    'a reason in prose': { ...line, ...refused, reason: 'The body was changed' },
    'a value in an error': {
      ...line,
      event: 'callback.quarantined',
      errors: [{ path: '/Size', message: 'is missing', value: 'Ann' }],
    },
  }
  for (const [name, each] of Object.entries(wrong)) {
    t.notOk(validate(JSON.parse(JSON.stringify(each))), name)
  }
})
