import { createHash } from 'node:crypto'
import t from 'tap'
import { eventId, eventIdKey, misfitId, signedTextKey } from '../../src/twilio/identity.ts'

const sid = 'RTdad0dad0dad0dad0dad0dad0dad0dad0'
const hashOf = (text: string) => createHash('sha256').update(text).digest()
const secondOf = (key: Uint8Array) => Buffer.from(key).readUInt32BE(0)
const at = (time: string) => Date.parse(time) / 1000

t.test('event ids', async t => {
  t.equal(
    eventId(sid, 'completed', '2025-11-02T18:04:09.020406Z'),
    `${sid}-completed-20251102180409020406`,
  )
  t.equal(eventId(sid, 'hook-failed', '2025-11-02T18:04:09Z'), `${sid}-hook-failed-20251102180409`)
  t.equal(eventId(sid, 'in-progress'), `${sid}-in-progress`)
})

t.test('the id of a misfit is the head of the hash of its signed text', async t => {
  const text = 'https://reelay.example/hooksa1'
  t.equal(misfitId(text), `misfit-${hashOf(text).toString('hex').slice(0, 32)}`)
})

t.test('keys are 16 bytes: a second, then the head of the hash', async t => {
  const text = 'https://reelay.example/hooksTimestamp2025-11-02T18:04:09.020406ZType'
  const key = signedTextKey(text)
  t.equal(key.length, 16)
  t.equal(key.buffer.byteLength, 16, 'nothing else is held by it')
  t.equal(secondOf(key), at('2025-11-02T18:04:09Z'))
  t.strictSame(Buffer.from(key.subarray(5)), hashOf(text).subarray(0, 11))

  const id = `${sid}-completed-20251102180409020406`
  t.equal(secondOf(eventIdKey(id)), at('2025-11-02T18:04:09Z'))
  t.strictSame(Buffer.from(eventIdKey(id).subarray(5)), hashOf(id).subarray(0, 11))
})

t.test('a query’s Timestamp is found as well, however its colons are written', async t => {
  for (const colon of [':', '%3A', '%3a']) {
    const time = `2025-11-02T18${colon}04${colon}09.5Z`
    const text = `https://reelay.example/hooks?AccountSid=AC1&Timestamp=${time}&Type=video`
    t.equal(secondOf(signedTextKey(text)), at('2025-11-02T18:04:09Z'), colon)
  }
})

t.test('the first Timestamp counts, wherever it stands in the text', async t => {
  const text = 'https://reelay.example/xTimestamp2025-11-02T18:04:09ZTimestamp2024-01-01T00:00:00Z'
  t.equal(secondOf(signedTextKey(text)), at('2025-11-02T18:04:09Z'))
})

t.test('no second for what is no date', async t => {
  const times = [
    '2025-02-29T00:00:00',
    '2025-13-01T00:00:00',
    '2025-00-10T00:00:00',
    '2025-01-00T00:00:00',
    '2025-01-01T24:00:00',
    '2025-01-01T00:60:00',
    '2025-01-01T00:00:60',
    '1969-12-31T23:59:59',
    '0099-01-01T00:00:00',
    '2106-02-07T06:28:16',
    'later',
  ]
  for (const time of times) {
    t.equal(secondOf(signedTextKey(`https://reelay.example/Timestamp${time}Z`)), 0, time)
    t.equal(secondOf(eventIdKey(`${sid}-started-${time.replace(/\D/g, '')}`)), 0, time)
  }
  t.equal(secondOf(eventIdKey('REadd1add1add1add1add1add1add1add1-completed')), 0)
  t.equal(secondOf(eventIdKey('RE20251102180409020251102180409020-completed')), 0)
  t.equal(secondOf(signedTextKey('Timestamp2106-02-07T06:28:15Z')), 0xffff_ffff, 'the last one')
  t.equal(secondOf(signedTextKey('Timestamp2024-02-29T00:00:00Z')), at('2024-02-29T00:00:00Z'))
})

t.test('keys sort by time', async t => {
  const days = ['2023-12-31T23:59:59', '2024-01-01T00:00:00', '2024-07-01T12:00:00']
  const keys = days.map(day => Buffer.from(signedTextKey(`Timestamp${day}Z`)))
  t.strictSame(keys.toSorted(Buffer.compare), keys)
})

t.test('different texts have different keys', async t => {
  const texts = ['', 'a', 'b', 'Timestamp2024-01-01T00:00:00Z', 'Timestamp2024-01-01T00:00:00.1Z']
  const keys = new Set(texts.map(text => Buffer.from(signedTextKey(text)).toString('hex')))
  t.equal(keys.size, texts.length)
})

t.test('the fifth byte is the 256th part of the second', async t => {
  const partOf = (time: string) => [
    signedTextKey(`https://reelay.example/Timestamp${time}Z`)[4],
    eventIdKey(`RT-started-${time.replaceAll(/\D/g, '')}`)[4],
  ]
  t.same(partOf('2025-11-02T18:04:09'), [0, 0])
  t.same(partOf('2025-11-02T18:04:09.5'), [128, 128])
  t.same(partOf('2025-11-02T18:04:09.250'), [64, 64])
  t.same(partOf('2025-11-02T18:04:09.999999'), [255, 255])
})
