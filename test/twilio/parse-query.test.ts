import t from 'tap'
import { callbackMethods } from '../../src/domain/callback.ts'
import { parse, sameContent } from '../../src/twilio/parse.ts'
import { encode, eventOf, fieldsOf, form, json, misfitOf, query, sids } from './parse-raw.ts'

const fields = encode(fieldsOf('recording-completed'))
const url = 'https://reelay.example'

t.test('fields in the query come after what is the user’s own', async t => {
  const { data } = eventOf(query(`/hooks/a%20b?ward=7&note=x+y&ward=8&${fields}`))
  t.strictSame(data['callback'], {
    method: 'GET',
    path: '/hooks/a%20b',
    query: { ward: ['7', '8'], note: 'x y' },
  })
  t.match(data['recording'], {
    statusCallback: `${url}/hooks/a%20b?ward=7&note=x+y&ward=8`,
    statusCallbackMethod: 'GET',
  })
  t.notOk(Object.hasOwn(data, 'extra'))
})

t.test('where a name of the provider’s occurs twice, the last one is the provider’s', async t => {
  const own = `RoomName=lobby&AccountSid=${'AC'.padEnd(34, '9')}&x=1`
  const { source, data } = eventOf(query(`/hooks?${own}&${fields}`))
  t.equal(source, `/accounts/${sids.account}/rooms/${sids.room}`)
  t.match(data['room'], { name: 'Sample room' })
  t.strictSame(data['callback'], {
    method: 'GET',
    path: '/hooks',
    query: { RoomName: 'lobby', AccountSid: 'AC'.padEnd(34, '9'), x: '1' },
  })
  t.match(data['recording'], { statusCallback: `${url}/hooks?${own}` })
})

t.test('unknown fields after the provider’s first one are the provider’s', async t => {
  const { data } = eventOf(query(`/hooks?New=mine&${fields}&New=1&New=2&Newer=`))
  t.strictSame(data['extra'], { New: ['1', '2'], Newer: '' })
  t.match(data['callback'], { query: { New: 'mine' } })
})

t.test('the user’s own query stays as it was written', async t => {
  const statusCallback = (target: string) =>
    (eventOf(query(target)).data['recording'] as { statusCallback: string }).statusCallback
  t.equal(statusCallback(`/hooks?${fields}`), `${url}/hooks`)
  t.equal(statusCallback(`/hooks?&${fields}`), `${url}/hooks?`)
  t.equal(statusCallback(`/hooks?a=%7e&&b&${fields}`), `${url}/hooks?a=%7e&&b`)
  t.equal(statusCallback(`/hooks?a=?&%zz=1&${fields}`), `${url}/hooks?a=?&%zz=1`)
})

t.test('bodySHA256 is the provider’s, wherever the fields are', async t => {
  const target = '/hooks?bodySHA256=mine&ward=7&bodySHA256=5e1f'
  const expected = {
    recording: { statusCallback: `${url}/hooks?bodySHA256=mine&ward=7` },
    callback: { query: { bodySHA256: 'mine', ward: '7' } },
  }
  const inForm = eventOf(form(fieldsOf('recording-completed'), { target }))
  t.match(inForm.data, expected)
  const text = { ...form('hello', { contentType: 'text/plain' }), target: `${target}&${fields}` }
  const beside = eventOf(text).data
  t.match(beside['callback'], { query: { ward: '7', bodySHA256: 'mine' } })
  t.notOk(Object.hasOwn(beside, 'extra'))
})

t.test('with fields in the body, the query is the user’s own', async t => {
  const target = '/hooks?RoomName=lobby&Duration=soon&?'
  const { data } = eventOf(form(fieldsOf('recording-completed'), { target }))
  t.match(data['callback'], { query: { RoomName: 'lobby', Duration: 'soon', '?': '' } })
  t.match(data['recording'], { duration: 61, statusCallback: url + target })
})

t.test('every method may bring its fields either way', async t => {
  for (const method of callbackMethods) {
    const byQuery = eventOf(query(`/hooks?${fields}`, { method }))
    const byForm = eventOf(form(fields, { method }))
    t.match(byQuery.data['recording'], { statusCallbackMethod: method })
    t.equal(byQuery.id, byForm.id)
    t.ok(sameContent(byQuery, byForm), method)
  }
})

t.test('the same content, whatever brought it', async t => {
  const event = eventOf(form(fields))
  const elsewhere = eventOf(form(fields, { method: 'PUT', target: '/other?a=1' }))
  t.ok(sameContent(event, elsewhere))
  const reversed = fieldsOf('recording-completed', { Later: 'x' }).reverse()
  t.ok(sameContent(eventOf(form(reversed)), eventOf(form(reversed.toReversed()))))
  const others = { Size: '482817', RoomName: '', Later: 'x', FailedOperation: 'RecordingUpload' }
  for (const [name, value] of Object.entries(others)) {
    const other = eventOf(form(fieldsOf('recording-completed', { [name]: value })))
    t.notOk(sameContent(event, other), name)
  }
  const room = eventOf(form(fieldsOf('room-created')))
  t.ok(sameContent(room, eventOf(form(fieldsOf('room-created'), { target: '/x' }))))
  t.notOk(sameContent(room, event))
})

t.test('a body of another type has no fields', async t => {
  for (const contentType of [
    'text/plain',
    'application/jsonp',
    'multipart/form-data; boundary=x',
  ]) {
    const callback = form(fields, { contentType })
    t.strictSame(misfitOf(callback), { '/StatusCallbackEvent': 'is missing' }, contentType)
    t.equal(parse({ ...callback, target: `/hooks?${fields}` }).kind, 'event', contentType)
  }
  const { headers: _, ...rest } = form(fields)
  t.equal(parse({ ...rest, headers: {} }).kind, 'misfit', 'no type at all')
})

t.test('media types are told apart from their parameters, in any case', async t => {
  const types = ['APPLICATION/X-WWW-FORM-URLENCODED', ' application/x-www-form-urlencoded ; a=b']
  for (const contentType of types) t.ok(eventOf(form(fields, { contentType })), contentType)
  const resource = {
    accountSid: sids.account,
    sid: sids.recording,
    status: 'deleted',
    groupingSids: { room_sid: sids.room },
  }
  t.ok(eventOf(json(resource, { contentType: 'Application/JSON;charset=utf-8' })))
})

t.test('an empty form falls back to the query', async t => {
  const target = `/hooks?${fields}`
  t.equal(eventOf(form('', { target })).subject, sids.recording)
})
