import { type CallbackMethod, callbackMethods } from '../domain/callback.ts'
import { randomSid, type SampleEvent, sampleCallback } from '../twilio/sample.ts'
import { type SignedCallback, signRequest } from '../twilio/sign.ts'

/** The two accounts that the demo's receiver knows. */
export interface DemoAccounts {
  url: string
  publicUrl: string
  own: { accountSid: string; authToken: string }
  sibling: { accountSid: string; authToken: string }
}

/** One request of the demo, and what is promised of it. */
export interface DemoCallback {
  title: string
  request: SignedCallback
  status: number
  /** The log line that it gets, and the reason in it. */
  line: string
  reason?: string
  /** The type of the event that sinks get; undefined: none. */
  type?: string
}

/** What the provider sends over the life of a room, and what others send. */
export function demoCallbacks({ url, publicUrl, own, sibling }: DemoAccounts): DemoCallback[] {
  const room = randomSid('RM')
  const [completes, fails, hangs] = [randomSid('RT'), randomSid('RT'), randomSid('RT')]
  const began = Date.now()
  let seconds = 0

  function sign(
    event: SampleEvent,
    fields: Record<string, string> = {},
    method: CallbackMethod = 'POST',
    authToken: string = own.authToken,
  ): SignedCallback {
    const at = new Date(began + 1000 * seconds++).toISOString()
    const isRecording = event.startsWith('recording-')
    const overrides = {
      AccountSid: own.accountSid,
      ...(!event.startsWith('voice-') && {
        RoomSid: room,
        Timestamp: isRecording ? at.replace('Z', '417Z') : at,
      }),
      ...fields,
    }
    const signed = sampleCallback(event, overrides)
    return signRequest({ method, url, publicUrl, fields: signed, authToken })
  }

  function stored(event: SampleEvent, fields?: Record<string, string>): DemoCallback {
    const type = event.startsWith('voice-')
      ? event.replace('voice-', 'twilio.voice.recording.')
      : `twilio.video.${event.replace('-', '.')}`
    const request = sign(event, fields)
    return { title: event, request, status: 204, line: 'callback.stored', type }
  }

  const completed = stored('recording-completed', { RecordingSid: completes })
  const quarantined = { RecordingSid: randomSid('RT'), Duration: 'forty-four' }
  return [
    stored('room-created'),
    stored('participant-connected'),
    stored('track-added'),
    stored('recording-started', { RecordingSid: completes }),
    stored('recording-started', { RecordingSid: fails }),
    { ...stored('recording-started', { RecordingSid: hangs }), title: 'one that never completes' },
    stored('track-disabled'),
    completed,
    stored('recording-failed', { RecordingSid: fails }),
    stored('participant-disconnected'),
    stored('room-ended'),
    stored('composition-available', { CompositionSid: randomSid('CJ') }),
    stored('voice-completed', { RecordingSid: randomSid('RE') }),
    {
      title: 'the same once more',
      request: completed.request,
      status: 204,
      line: 'callback.duplicate',
    },
    ...callbackMethods.map(method => ({
      title: `track-enabled by ${method}`,
      request: sign('track-enabled', {}, method),
      status: 204,
      line: 'callback.stored',
      type: 'twilio.video.track.enabled',
    })),
    {
      title: 'a forged one',
      request: sign('recording-completed', {}, 'POST', 'whatever a forger makes up'),
      status: 403,
      line: 'callback.refused',
      reason: 'signature-unknown',
    },
    {
      title: "signed by another account's token",
      request: sign('recording-completed', {}, 'POST', sibling.authToken),
      status: 403,
      line: 'callback.refused',
      reason: 'other-account',
    },
    {
      title: 'genuine, but fits no schema',
      request: sign('recording-completed', quarantined),
      status: 204,
      line: 'callback.quarantined',
    },
  ]
}
