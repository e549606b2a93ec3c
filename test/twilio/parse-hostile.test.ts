import fc from 'fast-check'
import t from 'tap'
import { callbackMethods } from '../../src/domain/callback.ts'
import { allFieldNames } from '../../src/generated/field-names.ts'
import { factsOf, parse } from '../../src/twilio/parse.ts'
import { encode, eventOf, fieldsOf, form, json, misfitOf, query, sids } from './parse-raw.ts'

const fields = fieldsOf('recording-completed')
const changed = (overrides: Record<string, string>) =>
  form(fieldsOf('recording-completed', overrides))

t.test('numbers have one way to be written', async t => {
  for (const Size of ['', ' 1', '1 ', '+1', '01', '-0', '00', '1.0', '1e3', '0x1', '१', 'NaN']) {
    const message = 'must be a whole number within ±(2^53-1), without leading zeros'
    t.strictSame(misfitOf(changed({ Size })), { '/Size': message }, Size)
  }
  for (const Size of ['9007199254740992', '-9007199254740992', '9'.repeat(60_000)]) {
    t.strictSame(Object.keys(misfitOf(changed({ Size }))), ['/Size'])
  }
  for (const Size of ['0', '-1', '2147483648', '9007199254740991', '-9007199254740991']) {
    t.match(eventOf(changed({ Size })).data['recording'], { size: Number(Size) }, Size)
  }
})

t.test('what ends up in the resource is well-formed', async t => {
  const values: Record<string, string[]> = {
    AccountSid: ['', 'AC1', sids.account.toLowerCase(), `${sids.account}\n`, ` ${sids.account}`],
    RecordingSid: [sids.room, `${sids.recording}0`],
    SourceSid: ['', 'camera'],
    ParticipantSid: [''],
    Type: ['', 'screen'],
    Container: ['webm', 'MKA'],
    Codec: ['', 'vp9', 'vp8 '],
    RecordingUri: ['@evil.example/', '//evil.example/x', '/v1/Recordings/..', ''],
    MediaUri: [`https://evil.example/${sids.recording}/Media`],
    MediaExternalLocation: ['', 'bucket/clip.mka'],
    Duration: ['soon'],
  }
  for (const [name, wrong] of Object.entries(values)) {
    for (const value of wrong) {
      const errors = misfitOf(changed({ [name]: value }))
      t.strictSame(Object.keys(errors), [`/${name}`], `${name}: ${value}`)
    }
  }
})

t.test('Timestamp is RFC 3339', async t => {
  const wrong = [
    '',
    '2026-02-30T10:00:00Z',
    '2026-03-14T24:00:00Z',
    '2026-03-14 09:26:53Z',
    '2026-03-14T09:26:53z',
    '2026-03-14T09:26:53',
    '2026-03-14',
    `2026-03-14T09:26:53.${'1'.repeat(13)}Z`,
  ]
  for (const Timestamp of wrong) {
    t.strictSame(Object.keys(misfitOf(changed({ Timestamp }))), ['/Timestamp'], Timestamp)
  }
  const { id, time } = eventOf(changed({ Timestamp: '2026-03-14T09:26:53+00:00' }))
  t.equal(time, '2026-03-14T09:26:53+00:00')
  t.match(id, /-202603140926530000$/)
})

t.test('free texts may be empty, odd or long', async t => {
  const long = '\u{1f3a5}'.repeat(10_000)
  for (const text of ['', ' a ', '\u0000', 'l1\nl2', '<b>&amp;"', long, '\ufffd']) {
    const names = ['RoomName', 'RoomType', 'RoomStatus', 'ParticipantIdentity', 'TrackName']
    const { data } = eventOf(changed(Object.fromEntries(names.map(name => [name, text]))))
    t.match(data, { room: { name: text }, participant: { identity: text } })
  }
})

t.test('every mistake is told, and never a value', async t => {
  const secret = 'Ann-Example'
  const wrong = {
    Duration: secret,
    Codec: secret,
    Type: secret,
    AccountSid: secret,
    RoomSid: secret,
  }
  const errors = misfitOf(changed(wrong))
  t.strictSame(
    Object.keys(errors).sort(),
    Object.keys(wrong)
      .map(name => `/${name}`)
      .sort(),
  )
  t.notMatch(JSON.stringify(errors), secret)
})

t.test('known fields that repeat', async t => {
  const more = (...repeats: [string, string][]) => form([...fields, ...repeats])
  t.equal(eventOf(more(['RoomName', 'Sample room'], ['Size', '482816'])).subject, sids.recording)
  const message = 'is given more than once, with different values'
  t.strictSame(misfitOf(more(['RoomName', 'Other'], ['Type', 'video'])), {
    '/RoomName': message,
    '/Type': message,
  })
  t.strictSame(misfitOf(more(['StatusCallbackEvent', 'recording-failed'])), {
    '/StatusCallbackEvent': message,
  })
  t.strictSame(misfitOf(more(['RecordingSid', sids.voice])), { '/RecordingSid': message })
})

t.test('unknown fields are kept, whatever their names', async t => {
  const odd: [string, string][] = [
    ['__proto__', 'p'],
    ['constructor', 'c'],
    ['toString', 's'],
    ['hasOwnProperty', ''],
    ['', 'nameless'],
    ['1', 'one'],
    ['duration', 'not Duration'],
    ['Many', 'a'],
    ['Many', 'b'],
    ['Many', 'a'],
  ]
  const { data } = eventOf(form([...odd, ...fields], { target: '/hooks?__proto__=q&a[b]=1' }))
  const extra = data['extra'] as Record<string, unknown>
  t.strictSame(
    new Map(Object.entries(extra)),
    new Map<string, unknown>([
      ...odd.slice(0, 7).sort(([a], [b]) => (a === '1' ? -1 : b === '1' ? 1 : 0)),
      ['Many', ['a', 'b']],
    ]),
  )
  t.equal(Object.getPrototypeOf(extra), Object.prototype)
  const { query: own } = data['callback'] as { query: object }
  t.strictSame(Object.entries(own), [
    ['__proto__', 'q'],
    ['a[b]', '1'],
  ])
  t.match(JSON.stringify(structuredClone(data)), '"__proto__":"p"')
})

t.test('as many fields as a body holds', async t => {
  const distinct = Array.from({ length: 12_000 }, (_, i) => `x=${i}`).join('&')
  const names = Array.from({ length: 9_000 }, (_, i) => `x${i}`).join('&')
  const { data } = eventOf(form(`${encode(fields)}&${distinct}&${names}`))
  t.equal((data['extra'] as { x: unknown[] }).x.length, 12_000)
  t.equal(Object.keys(data['extra'] as object).length, 9_001)
  t.equal(parse(form('='.repeat(65_536))).kind, 'misfit')
  t.equal(parse(form('&'.repeat(65_536))).kind, 'misfit')
})

t.test('bytes that are no UTF-8 are read as WHATWG reads them', async t => {
  const callback = form(fields)
  const body = Buffer.concat([callback.body, Buffer.from('&Note=\xff%fe', 'latin1')])
  t.match(eventOf({ ...callback, body }).data['extra'], { Note: '\ufffd\ufffd' })
})

t.test('no request makes it throw', async t => {
  const name = fc.oneof(fc.constantFrom(...allFieldNames), fc.string(), fc.constant('__proto__'))
  const value = fc.oneof(fc.constantFrom(...Object.values(sids), 'recording-started'), fc.string())
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 30 })
  const mixed = pairs.map(more => encode([...fields, ...more]))
  const request = fc.record({
    method: fc.constantFrom(...callbackMethods),
    target: fc.oneof(
      mixed.map(text => `/?${text}`),
      fc.string().map(text => `/${text}`),
    ),
    contentType: fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/x'),
    text: fc.oneof(mixed, fc.json(), fc.string()),
  })
  fc.assert(
    fc.property(request, ({ text, ...options }) => {
      const callback = form(text, options)
      const parsed = parse(callback)
      const facts = Object.keys(factsOf(callback))
      const told = parsed.kind === 'event' ? parsed.event.id.length > 0 : parsed.errors.length > 0
      return told && facts.length <= 2
    }),
    { numRuns: 2_000, seed: 20_260_314 },
  )
  t.pass('2000 requests read')
})

t.test('facts of a misfit: what looks like a SID', async t => {
  const both = { accountSid: sids.account, recordingSid: sids.recording }
  t.strictSame(factsOf(changed({ Size: 'x' })), both)
  t.strictSame(factsOf(query(`/hooks?${encode(fields)}`)), both)
  t.strictSame(factsOf(json({ account_sid: sids.account, sid: sids.recording })), both)
  t.strictSame(factsOf(json({ accountSid: sids.account, sid: 5 })), { accountSid: sids.account })
  t.strictSame(factsOf(form(fieldsOf('voice-failed'))).recordingSid, sids.voice)
  t.strictSame(factsOf(changed({ AccountSid: 'Ann', RecordingSid: sids.room })), {})
  t.strictSame(factsOf(form([...fields, ['RecordingSid', sids.voice]])), {
    accountSid: sids.account,
  })
  t.strictSame(factsOf(json('[')), {})
})
