import { CloudEvent as SdkEvent } from 'cloudevents'
import t from 'tap'
import { toCloudEvent } from '../../src/domain/event.ts'
import { validatorOf } from '../../src/schemas.ts'
import { sampleCallback, sampleEvents } from '../../src/twilio/sample.ts'
import { eventOf, fieldsOf, form, misfitOf, sids } from './parse-raw.ts'

t.test('a started recording', async t => {
  const Timestamp = '2025-11-02T18:04:09.020406Z'
  const fields = fieldsOf('recording-started', { Timestamp, RoomName: 'Ward 7', Codec: 'h264' })
  t.strictSame(eventOf(form(fields, { target: '/hooks?ward=7' })), {
    id: `${sids.recording}-started-20251102180409020406`,
    type: 'twilio.video.recording.started',
    source: `/accounts/${sids.account}/rooms/${sids.room}`,
    subject: sids.recording,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:recording',
    data: {
      recording: {
        accountSid: sids.account,
        sid: sids.recording,
        sourceSid: sids.track,
        trackName: 'microphone',
        status: 'processing',
        type: 'audio',
        containerFormat: 'mka',
        codec: 'H264',
        offset: 331662413793,
        groupingSids: { room_sid: sids.room, participant_sid: sids.participant },
        url: `https://video.twilio.com/v1/Recordings/${sids.recording}`,
        links: { media: `https://video.twilio.com/v1/Recordings/${sids.recording}/Media` },
        dateCreated: Timestamp,
        statusCallback: 'https://reelay.example/hooks?ward=7',
        statusCallbackMethod: 'POST',
      },
      room: { sid: sids.room, name: 'Ward 7', type: 'group' },
      participant: { sid: sids.participant, identity: 'Sam Ple' },
      callback: { method: 'POST', path: '/hooks', query: { ward: '7' } },
    },
  })
})

t.test('a completed recording has length and size, but no date of its creation', async t => {
  const MediaExternalLocation = 'https://bucket.example/a folder/clip.mka'
  const fields = fieldsOf('recording-completed', { Size: '7000000000', MediaExternalLocation })
  const { recording } = eventOf(form(fields)).data
  t.match(recording, {
    status: 'completed',
    duration: 61,
    size: 7_000_000_000,
    mediaExternalLocation: MediaExternalLocation,
  })
  t.notOk(Object.hasOwn(recording as object, 'dateCreated'))
})

t.test('a failed recording tells which operation failed', async t => {
  const { type, data } = eventOf(form(fieldsOf('recording-failed')))
  t.equal(type, 'twilio.video.recording.failed')
  t.match(data, { recording: { status: 'failed' }, failure: { operation: 'RecordingUpload' } })
})

t.test('the kind of media follows from the container where Type is missing', async t => {
  for (const [Container, type] of [
    ['mka', 'audio'],
    ['mkv', 'video'],
  ] as const) {
    const fields = fieldsOf('recording-started', { Type: undefined, Container })
    t.match(eventOf(form(fields)).data, { recording: { type, containerFormat: Container } })
  }
  const neither = eventOf(
    form(fieldsOf('recording-started', { Type: undefined, Container: undefined })),
  )
  t.notOk(Object.hasOwn(neither.data['recording'] as object, 'type'))
  t.match(eventOf(form(fieldsOf('recording-started', { Type: 'data' }))).data, {
    recording: { type: 'data' },
  })
})

t.test('only what identifies the event is required', async t => {
  const least = fieldsOf('recording-completed').filter(([name]) =>
    /^(AccountSid|RecordingSid|RoomSid|StatusCallbackEvent|Timestamp|Duration|Size)$/.test(name),
  )
  const { recording, room } = eventOf(form(least)).data
  t.strictSame(recording, {
    accountSid: sids.account,
    sid: sids.recording,
    status: 'completed',
    duration: 61,
    size: 482816,
    groupingSids: { room_sid: sids.room },
    statusCallback: 'https://reelay.example/hooks',
    statusCallbackMethod: 'POST',
  })
  t.strictSame(room, { sid: sids.room })
  for (const [name] of least) {
    const rest = least.filter(field => field[0] !== name)
    t.strictSame(misfitOf(form(rest)), { [`/${name}`]: 'is missing' })
  }
})

t.test('rooms, participants and tracks', async t => {
  t.match(eventOf(form(fieldsOf('room-ended'))), {
    id: `${sids.room}-ended-20260314092653589`,
    type: 'twilio.video.room.ended',
    subject: sids.room,
    data: { room: { status: 'completed', duration: 754, sequenceNumber: 3 } },
  })
  t.match(eventOf(form(fieldsOf('participant-disconnected'))), {
    id: `${sids.participant}-disconnected-20260314092653589`,
    type: 'twilio.video.participant.disconnected',
    subject: sids.participant,
    data: { participant: { identity: 'Sam Ple', status: 'disconnected', duration: 743 } },
  })
  t.match(eventOf(form(fieldsOf('track-disabled'))), {
    id: `${sids.track}-disabled-20260314092653589`,
    type: 'twilio.video.track.disabled',
    subject: sids.track,
    data: { track: { sid: sids.track, kind: 'audio', name: 'microphone' } },
  })
})

t.test('compositions', async t => {
  t.match(eventOf(form(fieldsOf('composition-available'))), {
    id: `${sids.composition}-available-20260314094107112233`,
    type: 'twilio.video.composition.available',
    subject: sids.composition,
    data: {
      composition: {
        sid: sids.composition,
        roomSid: sids.room,
        duration: 754,
        size: 9027113,
        url: `https://video.twilio.com/v1/Compositions/${sids.composition}`,
        links: { media: `https://video.twilio.com/v1/Compositions/${sids.composition}/Media` },
      },
    },
  })
  t.match(eventOf(form(fieldsOf('composition-progress'))).data['composition'], {
    percentageDone: 40,
    secondsRemaining: 12,
  })
  t.match(eventOf(form(fieldsOf('composition-failed'))).data['failure'], {
    operation: 'CompositionTranscode',
    message: 'The media could not be read',
  })
})

t.test('a hook that failed made no composition: the room is its subject', async t => {
  const nothing = { CompositionSid: undefined, CompositionUri: undefined }
  const event = eventOf(form(fieldsOf('composition-hook-failed', nothing)))
  t.match(event, {
    id: `${sids.hook}-hook-failed-20260314094107112233`,
    type: 'twilio.video.composition.hook-failed',
    subject: sids.room,
    data: { composition: { hook: { sid: sids.hook, friendlyName: 'Every room' } } },
  })
  const started = misfitOf(form(fieldsOf('composition-started', nothing)))
  t.strictSame(started, { '/CompositionSid': 'is missing' })
})

t.test('recordings of Voice', async t => {
  t.strictSame(eventOf(form(fieldsOf('voice-completed'))), {
    id: `${sids.voice}-completed`,
    type: 'twilio.voice.recording.completed',
    source: `/accounts/${sids.account}/calls/${sids.call}`,
    subject: sids.voice,
    dataschema: 'urn:reelay:schema:event:voice-recording',
    data: {
      recording: {
        accountSid: sids.account,
        sid: sids.voice,
        callSid: sids.call,
        status: 'completed',
        url: `https://api.twilio.com/2010-04-01/Accounts/${sids.account}/Recordings/${sids.voice}`,
        duration: 61,
        channels: 2,
        startTime: 'Sat, 14 Mar 2026 09:26:53 +0000',
        source: 'DialVerb',
        track: 'both',
      },
      callback: { method: 'POST', path: '/hooks', query: {} },
    },
  })
  t.strictSame(eventOf(form(fieldsOf('voice-absent'))).data['failure'], { code: 16102 })
  const conference = { CallSid: undefined, ConferenceSid: sids.conference }
  const { source } = eventOf(form(fieldsOf('voice-completed', conference)))
  t.equal(source, `/accounts/${sids.account}/conferences/${sids.conference}`)
  t.strictSame(misfitOf(form(fieldsOf('voice-completed', { CallSid: undefined }))), {
    '/CallSid': 'is missing',
    '/ConferenceSid': 'is missing',
  })
})

t.test("the SID's prefix tells the product", async t => {
  const video = fieldsOf('recording-completed', { RecordingSid: sids.voice })
  t.match(misfitOf(form(video)), { '/RecordingStatus': 'is missing' })
  const voice = fieldsOf('voice-completed', { RecordingSid: sids.recording })
  t.strictSame(misfitOf(form(voice)), { '/StatusCallbackEvent': 'is missing' })
})

t.test('events that are not known fit no schema', async t => {
  const errors = (event: string) =>
    misfitOf(form(fieldsOf('recording-completed', { StatusCallbackEvent: event })))
  for (const event of ['', '-', 'recording', 'transcript-ready', 'constructor-x', '__proto__-x']) {
    t.strictSame(errors(event), { '/StatusCallbackEvent': 'is no event that is known' }, event)
  }
  for (const event of ['recording-', 'recording-deleted', 'recording-completed ']) {
    t.match(errors(event)['/StatusCallbackEvent'], /^must be one of recording-started, /, event)
  }
  t.match(misfitOf(form(fieldsOf('room-created', { StatusCallbackEvent: 'room-moved' }))), {
    '/StatusCallbackEvent': 'must be one of room-created, room-ended',
  })
  t.strictSame(misfitOf(form('a=b')), { '/StatusCallbackEvent': 'is missing' })
  t.strictSame(misfitOf(form('&')), { '/StatusCallbackEvent': 'is missing' })
})

t.test('every sample is a CloudEvent and fits the schemas of events', async t => {
  for (const name of sampleEvents) {
    const event = toCloudEvent(eventOf(form(sampleCallback(name))), Date.UTC(2026, 2, 15))
    for (const id of ['urn:reelay:schema:event', event.dataschema]) {
      const validate = validatorOf(id)
      validate(id === event.dataschema ? event.data : event)
      t.strictSame(validate.errors, null, `${name} fits ${id}`)
    }
    t.doesNotThrow(() => new SdkEvent({ ...event }, true), `${name} is a CloudEvent`)
  }
})
