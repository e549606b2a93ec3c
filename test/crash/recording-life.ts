import { createHmac, randomBytes } from 'node:crypto'
import { type Agent, request } from 'node:http'

/** The account that the crash test's provider signs for. */
export const account = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authToken: 'crash-test-token-0123456789abcdef',
  publicUrl: 'https://crash.example.com',
}

export interface SentCallback {
  /** The id that its event must have. */
  id: string
  recordingSid: string
  body: string
}

/** The two callbacks of a recording's life, in their order. */
export function recordingLife(): [SentCallback, SentCallback] {
  const hex = randomBytes(16).toString('hex')
  const began = new Date()
  const ended = new Date(began.getTime() + 1000)
  return [make('started', hex, began, {}), make('completed', hex, ended, completedFields(hex))]
}

function completedFields(hex: string): Record<string, string> {
  return { Duration: '1', Size: '2048', MediaUri: `/v1/Recordings/RT${hex}/Media` }
}

function make(what: string, hex: string, at: Date, more: Record<string, string>): SentCallback {
  const timestamp = at.toISOString().replace('Z', '000Z')
  const fields = {
    AccountSid: account.accountSid,
    RoomSid: `RM${hex}`,
    RoomName: 'Crash room',
    RecordingSid: `RT${hex}`,
    StatusCallbackEvent: `recording-${what}`,
    Timestamp: timestamp,
    Container: 'mka',
    Codec: 'opus',
    ...more,
  }
  const body = new URLSearchParams(fields).toString()
  const id = `RT${hex}-${what}-${timestamp.replaceAll(/\D/g, '')}`
  return { id, recordingSid: `RT${hex}`, body }
}

/** Sends a callback as the provider does. Resolves to the status, or undefined if none came. */
export function sendCallback(
  port: number,
  body: string,
  agent?: Agent,
): Promise<number | undefined> {
  const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1))
  const text = `${account.publicUrl}/callbacks${fields.flat().join('')}`
  const signature = createHmac('sha1', account.authToken).update(text).digest('base64')
  return new Promise(resolve => {
    const call = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/callbacks',
      agent: agent ?? false,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'content-length': Buffer.byteLength(body),
        'x-twilio-signature': signature,
      },
      timeout: 15_000,
    })
    call.on('response', response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
      response.on('error', () => resolve(undefined))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end(body)
  })
}
