import { createHmac, randomBytes, randomUUID } from 'node:crypto'

/** What every contestant is told: the account's token and the URL that the provider calls. */
export const benchToken = 'bench0token0bench0token0bench0to'
export const benchAccount = 'AC0000000000000000000000000000be9c'.slice(0, 34)
export const benchUrl = 'https://callbacks.example.com/callbacks'

export type Traffic = 'genuine' | 'forged' | 'duplicate'

/**
 * Ready-made requests, byte for byte as the provider sends them, each a recording of its own
 * (but for duplicates: one and the same, over and over). Made before the clock starts.
 */
export function makeRequests(count: number, traffic: Traffic, connection: string): Buffer[] {
  if (traffic === 'duplicate') return Array(count).fill(makeRequest(traffic, connection))
  return Array.from({ length: count }, () => makeRequest(traffic, connection))
}

function makeRequest(traffic: Traffic, connection: string): Buffer {
  const fields = makeFields()
  const body = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const token = traffic === 'forged' ? 'another token' : benchToken
  const signature = sign(token, fields)
  return Buffer.from(
    `POST /callbacks HTTP/1.1\r\nhost: callbacks.example.com\r\nconnection: ${connection}\r\n` +
      'user-agent: TwilioProxy/1.1\r\naccept: */*\r\nx-home-region: us1\r\n' +
      `i-twilio-idempotency-token: ${randomUUID()}\r\nx-twilio-signature: ${signature}\r\n` +
      'content-type: application/x-www-form-urlencoded; charset=UTF-8\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

function sign(token: string, fields: readonly (readonly [string, string])[]): string {
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = benchUrl + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', token).update(text).digest('base64')
}

/** The fields of a completed recording; 17 of them, some 650 bytes once encoded. */
export function makeFields(): (readonly [string, string])[] {
  const recording = `RT${randomBytes(16).toString('hex')}`
  const now = new Date().toISOString().replace('Z', `${Math.floor(Math.random() * 900) + 100}Z`)
  return [
    ['MediaUri', `/v1/Recordings/${recording}/Media`],
    ['RoomSid', `RM${randomBytes(16).toString('hex')}`],
    ['RoomName', 'Consultation 12'],
    ['SourceSid', `MT${randomBytes(16).toString('hex')}`],
    ['Size', '48201133'],
    ['ParticipantIdentity', "Ada's tablet "],
    ['RecordingSid', recording],
    ['Duration', '812'],
    ['StatusCallbackEvent', 'recording-completed'],
    ['Timestamp', now],
    ['AccountSid', benchAccount],
    ['RecordingUri', `/v1/Recordings/${recording}`],
    ['Codec', 'vp8'],
    ['Container', 'mkv'],
    ['Type', 'video'],
    ['RoomType', 'group'],
    ['OffsetFromTwilioVideoEpoch', '352117809441'],
    ['TrackName', 'camera-1763926412'],
    ['ParticipantSid', `PA${randomBytes(16).toString('hex')}`],
  ]
}
