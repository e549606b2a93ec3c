import t from 'tap'
import { validatorOf } from '../../src/schemas.ts'
import { parse } from '../../src/twilio/parse.ts'
import { eventOf, json, misfitOf, sids } from './parse-raw.ts'

const snake = {
  account_sid: sids.account,
  sid: sids.recording,
  source_sid: sids.track,
  track_name: 'desk mic',
  status: 'completed',
  type: 'audio',
  container_format: 'mka',
  codec: 'OPUS',
  duration: 12,
  size: 9007199254740991,
  offset: -5,
  grouping_sids: { room_sid: sids.room, participant_sid: sids.participant },
  url: `https://video.twilio.com/v1/Recordings/${sids.recording}`,
  links: { media: `https://video.twilio.com/v1/Recordings/${sids.recording}/Media` },
  media_external_location: null,
  date_created: '2025-11-02T18:04:09Z',
  status_callback: 'https://chosen.example/a b',
  status_callback_method: 'PATCH',
}
const camel = {
  accountSid: snake.account_sid,
  sid: snake.sid,
  sourceSid: snake.source_sid,
  trackName: snake.track_name,
  status: snake.status,
  type: snake.type,
  containerFormat: snake.container_format,
  codec: snake.codec,
  duration: snake.duration,
  size: snake.size,
  offset: snake.offset,
  groupingSids: snake.grouping_sids,
  url: snake.url,
  links: snake.links,
  dateCreated: snake.date_created,
  statusCallback: snake.status_callback,
  statusCallbackMethod: snake.status_callback_method,
}

t.test('the resource in snake_case and in camelCase', async t => {
  for (const resource of [snake, camel]) {
    const event = eventOf(json(resource, { target: '/hooks?a=1&bodySHA256=0f' }))
    t.strictSame(event, {
      id: `${sids.recording}-completed`,
      type: 'twilio.video.recording.completed',
      source: `/accounts/${sids.account}/rooms/${sids.room}`,
      subject: sids.recording,
      dataschema: 'urn:reelay:schema:event:recording',
      data: {
        recording: camel,
        room: { sid: sids.room },
        participant: { sid: sids.participant },
        callback: { method: 'POST', path: '/hooks', query: { a: '1' } },
      },
    })
    t.ok(validatorOf(event.dataschema)(event.data))
  }
})

t.test('the status tells the event', async t => {
  const types = {
    processing: 'started',
    completed: 'completed',
    failed: 'failed',
    deleted: 'deleted',
  }
  for (const [status, event] of Object.entries(types)) {
    const { id, type } = eventOf(json({ ...snake, status }))
    t.equal(id, `${sids.recording}-${status}`)
    t.equal(type, `twilio.video.recording.${event}`)
  }
})

t.test('what is not given follows from the request and the rest', async t => {
  const { type: _t, status_callback: _s, status_callback_method: _m, ...rest } = snake
  const least = { ...rest, codec: 'opus', links: { media: null }, groupingSids: undefined }
  const callback = json(least, { method: 'PUT', target: '/hooks?a=1&bodySHA256=0f' })
  t.match(eventOf(callback).data['recording'], {
    type: 'audio',
    codec: 'OPUS',
    links: {},
    statusCallback: 'https://reelay.example/hooks?a=1',
    statusCallbackMethod: 'PUT',
  })
})

t.test('SIDs of groups may be in camelCase', async t => {
  const groupingSids = { roomSid: sids.room, participantSid: null, otherSid: 'x' }
  const { recording } = eventOf(json({ ...camel, groupingSids })).data
  t.match(recording, { groupingSids: { room_sid: sids.room, other_sid: 'x' } })
})

t.test('unknown members are kept as text, letter by letter', async t => {
  const more =
    '"bitrate": 1.50, "big":123456789012345678901, "tags": [ 1, {"a":"}"} ], "name":"\\u00e9"'
  const text = `{${more},"none":null,${JSON.stringify(snake).slice(1)}`
  t.strictSame(eventOf(json(text)).data['extra'], {
    bitrate: '1.50',
    big: '123456789012345678901',
    tags: '[ 1, {"a":"}"} ]',
    name: 'é',
    none: 'null',
  })
})

t.test('errors name the member as it came', async t => {
  const wrong = { ...snake, account_sid: 'AC1', grouping_sids: { room_sid: 5 }, codec: 'AV1' }
  t.strictSame(misfitOf(json({ ...wrong, date_created: '2025-02-30T18:04:09Z', size: '9' })), {
    '/account_sid': 'must match ^AC[0-9a-fA-F]{32}$',
    '/grouping_sids/room_sid': 'must be of type string',
    '/codec': 'must be one of VP8, H264, OPUS, PCMU',
    '/date_created': 'must be a date-time',
    '/size': 'must be of type integer',
  })
  t.strictSame(misfitOf(json({ ...camel, accountSid: '', groupingSids: {} })), {
    '/accountSid': 'must match ^AC[0-9a-fA-F]{32}$',
  })
  t.strictSame(misfitOf(json({ ...snake, grouping_sids: null })), {
    '/grouping_sids/room_sid': 'is missing',
  })
  t.strictSame(misfitOf(json({})), {
    '/accountSid': 'is missing',
    '/sid': 'is missing',
    '/status': 'is missing',
  })
  t.match(misfitOf(json({ ...snake, sid: sids.voice })), { '/sid': /^must match/ })
})

t.test('numbers are whole, as they are on the wire', async t => {
  const notInt53 = 'must be a whole number within ±(2^53-1), without leading zeros'
  for (const number of ['1.0', '1e3', '-0', '9007199254740992', '-9007199254740993', '1e400']) {
    const text = JSON.stringify(snake).replace('"size":9007199254740991', `"size":${number}`)
    t.strictSame(parse(json(text)), {
      kind: 'misfit',
      errors: [{ path: '/size', message: notInt53 }],
    })
  }
})

t.test('a name may not come twice', async t => {
  const twice = (more: string) => misfitOf(json(`{${more},${JSON.stringify(snake).slice(1)}`))
  t.strictSame(twice('"status":"failed"'), { '': 'has a name twice' })
  t.strictSame(twice('"st\\u0061tus":"failed"'), { '': 'has a name twice' })
  t.strictSame(twice('"x":{"a":1,"a":1}'), { '': 'has a name twice' })
  t.strictSame(twice(`"accountSid":"${sids.account}"`), {
    '/account_sid': 'is accountSid by another name',
  })
})

t.test('what is no JSON object is a misfit', async t => {
  const bomb = 30_000
  const texts = {
    'is not JSON in UTF-8': [
      '{',
      '{"a":1,}',
      "{'a':1}",
      'NaN',
      'nul',
      '\u0000',
      '[[]',
      '{"a":1}{}',
    ],
    'is not a JSON object': ['[]', '[{}]', 'null', '5', '"x"', 'true'],
    'is nested too deeply': [`{"x":${'['.repeat(bomb)}${']'.repeat(bomb)}}`],
  }
  for (const [message, bodies] of Object.entries(texts)) {
    for (const body of bodies) t.strictSame(misfitOf(json(body)), { '': message }, body.slice(0, 9))
  }
  const latin1 = { ...json(''), body: new Uint8Array(Buffer.from('{"track_name":"é"}', 'latin1')) }
  t.strictSame(misfitOf(latin1), { '': 'is not JSON in UTF-8' })
  t.equal(parse(json('{"x":'.repeat(bomb))).kind, 'misfit')
})

t.test('names of the language itself are harmless', async t => {
  const more = '"__proto__":{"status":"failed"},"constructor":"c","toString":1'
  const { data } = eventOf(json(`{${more},${JSON.stringify(snake).slice(1)}`))
  t.strictSame(Object.entries(data['extra'] as object), [
    ['__proto__', '{"status":"failed"}'],
    ['constructor', 'c'],
    ['toString', '1'],
  ])
  const grouped = `{"room_sid":"${sids.room}","__proto__":{"participant_sid":"x"}}`
  const text = JSON.stringify({ ...snake, grouping_sids: 0 }).replace(
    '"grouping_sids":0',
    `"grouping_sids":${grouped}`,
  )
  t.match(misfitOf(json(text)), { '/grouping_sids/__proto__': 'must be of type string' })
})

t.test('thousands of mistakes are told in a few', async t => {
  const grouping = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]))
  const parsed = parse(json({ ...snake, grouping_sids: grouping }))
  t.ok(parsed.kind === 'misfit' && parsed.errors.length <= 32)
  const long = parse(json({ ...snake, grouping_sids: { ['k'.repeat(60_000)]: 1 } }))
  t.ok(long.kind === 'misfit' && JSON.stringify(long.errors).length < 1_000)
})
