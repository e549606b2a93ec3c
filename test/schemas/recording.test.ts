import t from 'tap'
import { allSchemas, validatorOf } from '../../src/schemas.ts'

const id = 'urn:reelay:schema:recording'
const schema = allSchemas().find(({ $id }) => $id === id)!
const least = {
  accountSid: 'ACa11a11a11a11a11a11a11a11a11a11a1',
  sid: 'RTdad0dad0dad0dad0dad0dad0dad0dad0',
  status: 'deleted',
}

t.test('has exactly the properties of the provider’s resource', async t => {
  const names = `accountSid codec containerFormat dateCreated duration groupingSids links
    mediaExternalLocation offset sid size sourceSid status statusCallback statusCallbackMethod
    trackName type url`
  t.strictSame(Object.keys(schema['properties']).sort(), names.split(/\s+/))
  t.equal(schema['additionalProperties'], false)
  t.strictSame(schema['required'], Object.keys(least))
})

t.test('takes what the provider documents, and nothing else', async t => {
  const validate = validatorOf(id)
  const good: Record<string, unknown[]> = {
    status: ['processing', 'completed', 'deleted', 'failed'],
    type: ['audio', 'video', 'data'],
    containerFormat: ['mka', 'mkv'],
    codec: ['VP8', 'H264', 'OPUS', 'PCMU'],
    statusCallbackMethod: ['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    duration: [0, 1, 86_400],
    size: [2 ** 31, Number.MAX_SAFE_INTEGER],
    offset: [2 ** 40, -1],
    sourceSid: ['MT0123456789abcdefABCDEF0123456789'],
    groupingSids: [{}, { room_sid: 'RM00c0ffee00c0ffee00c0ffee00c0ffee', any_sid: 'x' }],
    url: ['https://video.twilio.com/v1/Recordings/RTdad0dad0dad0dad0dad0dad0dad0dad0'],
    links: [{}, { media: 'https://video.twilio.com/x' }],
    mediaExternalLocation: ['https://bucket.example/a b', 's3://bucket/clip.mkv'],
    dateCreated: ['2025-11-02T18:04:09Z', '2025-11-02T18:04:09.020406Z'],
    statusCallback: ['https://chosen.example/?a=b c', ''],
    trackName: ['', 'x'],
  }
  const bad: Record<string, unknown[]> = {
    status: ['started', '', null],
    type: ['screen'],
    containerFormat: ['webm'],
    codec: ['vp8', 'VP9'],
    statusCallbackMethod: ['OPTIONS', 'post'],
    duration: [1.5, '1', null],
    size: [2 ** 53],
    offset: [-(2 ** 53)],
    sid: ['REdad0dad0dad0dad0dad0dad0dad0dad0', 'RTdad0'],
    accountSid: ['ACa11a11a11a11a11a11a11a11a11a11ag'],
    groupingSids: ['x', { room_sid: 'x' }, { any_sid: 5 }],
    url: ['/v1/Recordings', ''],
    links: [[], { media: '/x' }],
    mediaExternalLocation: ['bucket', ''],
    dateCreated: ['2025-11-02', '2025-11-02 18:04:09Z', '2025-02-30T00:00:00Z'],
    bitrate: [1],
  }
  t.ok(validate(least))
  for (const [name, values] of Object.entries(good)) {
    for (const value of values) t.ok(validate({ ...least, [name]: value }), `${name}: ${value}`)
  }
  for (const [name, values] of Object.entries(bad)) {
    for (const value of values) t.notOk(validate({ ...least, [name]: value }), `${name}: ${value}`)
  }
})
