import t from 'tap'
import { eventTypes } from '../../src/twilio/event-types.ts'
import { parse } from '../../src/twilio/parse.ts'
import { sampleCallback, sampleEvents } from '../../src/twilio/sample.ts'
import { encodeForm } from '../../src/twilio/sign.ts'

t.test('every event that a callback can become is known', async t => {
  const known = eventTypes()
  t.equal(new Set(known).size, known.length)
  for (const event of sampleEvents) {
    const parsed = parse({
      method: 'POST',
      publicUrl: 'https://calls.orchard.example',
      target: '/callbacks',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(encodeForm(sampleCallback(event))),
    })
    if (parsed.kind !== 'event') t.fail(`${event} fits no schema`)
    else t.ok(known.includes(parsed.event.type), parsed.event.type)
  }
})
