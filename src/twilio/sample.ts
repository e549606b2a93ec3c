import { randomBytes } from 'node:crypto'
import type { Field } from './form.ts'

const sids = {
  account: 'AC00c0ffee00c0ffee00c0ffee00c0ffee',
  room: 'RM0dd0dd0dd0dd0dd0dd0dd0dd0dd0dd0d',
  participant: 'PA1ced1ced1ced1ced1ced1ced1ced1ced',
  track: 'MT5eed5eed5eed5eed5eed5eed5eed5eed',
  recording: 'RTfacefacefacefacefacefacefaceface',
  composition: 'CJbeadbeadbeadbeadbeadbeadbeadbead',
  hook: 'HK4a0b4a0b4a0b4a0b4a0b4a0b4a0b4a0b',
  call: 'CA0a0a0b0b0a0a0b0b0a0a0b0b0a0a0b0b',
  voice: 'REdeafdeafdeafdeafdeafdeafdeafdeaf',
} as const

type Values = Record<string, string>

const room: Values = {
  AccountSid: sids.account,
  RoomSid: sids.room,
  RoomName: 'Sample room',
  RoomType: 'group',
  Timestamp: '2026-03-14T09:26:53.589Z',
}
const live: Values = { ...room, RoomStatus: 'in-progress', SequenceNumber: '3' }
const participant: Values = {
  ...live,
  ParticipantSid: sids.participant,
  ParticipantIdentity: 'Sam Ple',
  ParticipantStatus: 'connected',
}
const track: Values = {
  ...participant,
  TrackSid: sids.track,
  TrackKind: 'audio',
  TrackName: 'microphone',
}
const recording: Values = {
  ...room,
  Timestamp: '2026-03-14T09:26:53.589793Z',
  RecordingSid: sids.recording,
  ParticipantSid: sids.participant,
  ParticipantIdentity: 'Sam Ple',
  SourceSid: sids.track,
  RecordingUri: `/v1/Recordings/${sids.recording}`,
  Container: 'mka',
  Codec: 'opus',
  Type: 'audio',
  TrackName: 'microphone',
  OffsetFromTwilioVideoEpoch: '331662413793',
}
const composition: Values = {
  AccountSid: sids.account,
  RoomSid: sids.room,
  Timestamp: '2026-03-14T09:41:07.112233Z',
  CompositionSid: sids.composition,
  CompositionUri: `/v1/Compositions/${sids.composition}`,
}
const voiceApi = 'https://api.twilio.com/2010-04-01'
const voice: Values = {
  AccountSid: sids.account,
  CallSid: sids.call,
  RecordingSid: sids.voice,
  RecordingUrl: `${voiceApi}/Accounts/${sids.account}/Recordings/${sids.voice}`,
  RecordingSource: 'DialVerb',
  RecordingTrack: 'both',
  RecordingChannels: '2',
  RecordingStartTime: 'Sat, 14 Mar 2026 09:26:53 +0000',
  ErrorCode: '0',
}

const events = {
  'recording-started': recording,
  'recording-completed': {
    ...recording,
    MediaUri: `/v1/Recordings/${sids.recording}/Media`,
    Duration: '61',
    Size: '482816',
  },
  'recording-failed': { ...recording, FailedOperation: 'RecordingUpload' },
  'room-created': { ...live, SequenceNumber: '0' },
  'room-ended': { ...live, RoomStatus: 'completed', RoomDuration: '754' },
  'participant-connected': participant,
  'participant-disconnected': {
    ...participant,
    ParticipantStatus: 'disconnected',
    ParticipantDuration: '743',
  },
  'track-added': track,
  'track-removed': track,
  'track-enabled': track,
  'track-disabled': track,
  'composition-enqueued': composition,
  'composition-hook-failed': {
    AccountSid: sids.account,
    RoomSid: sids.room,
    Timestamp: '2026-03-14T09:41:07.112233Z',
    HookSid: sids.hook,
    HookUri: `/v1/CompositionHooks/${sids.hook}`,
    HookFriendlyName: 'Every room',
    ErrorMessage: 'No participants to compose',
  },
  'composition-started': composition,
  'composition-progress': { ...composition, PercentageDone: '40', SecondsRemaining: '12' },
  'composition-available': {
    ...composition,
    MediaUri: `/v1/Compositions/${sids.composition}/Media`,
    Duration: '754',
    Size: '9027113',
  },
  'composition-failed': {
    ...composition,
    FailedOperation: 'CompositionTranscode',
    ErrorMessage: 'The media could not be read',
  },
  'voice-in-progress': { ...voice, RecordingStatus: 'in-progress' },
  'voice-completed': { ...voice, RecordingStatus: 'completed', RecordingDuration: '61' },
  'voice-absent': { ...voice, RecordingStatus: 'absent', ErrorCode: '16102' },
  'voice-failed': { ...voice, RecordingStatus: 'failed', ErrorCode: '16101' },
} as const satisfies Record<string, Values>

/** An event that there is a sample of: its StatusCallbackEvent, or `voice-` + RecordingStatus. */
export type SampleEvent = keyof typeof events

/** All of them. */
export const sampleEvents = Object.keys(events) as SampleEvent[]

/**
 * The fields of an invented callback. Its identifiers are always the same ones: override those that
 * shall differ. What an override changes is changed in URIs too.
 */
export function sampleCallback(event: SampleEvent, overrides: Values = {}): Field[] {
  const base: Values = event.startsWith('voice-')
    ? events[event]
    : { ...events[event], StatusCallbackEvent: event }
  const changed = Object.entries(overrides).filter(([name]) =>
    base[name]?.match(/^[A-Z]{2}\w{32}$/),
  )
  const fields = Object.entries(base).map(([name, value]): Field => {
    const text = changed.reduce((text, [from, to]) => text.replaceAll(base[from]!, to), value)
    return [name, overrides[name] ?? text]
  })
  const added = Object.entries(overrides).filter(([name]) => !Object.hasOwn(base, name))
  return [...fields, ...added]
}

/** The Recording resource that a recording callback of Video tells of, as REST would write it. */
export function sampleResource(fields: readonly Field[]): Record<string, unknown> {
  const of = Object.fromEntries(fields)
  const status = of['StatusCallbackEvent']
    ?.replace('recording-', '')
    .replace('started', 'processing')
  return {
    account_sid: of['AccountSid'],
    sid: of['RecordingSid'],
    source_sid: of['SourceSid'],
    track_name: of['TrackName'],
    status,
    type: of['Type'],
    container_format: of['Container'],
    codec: of['Codec']?.toUpperCase(),
    duration: of['Duration'] === undefined ? null : Number(of['Duration']),
    size: of['Size'] === undefined ? null : Number(of['Size']),
    offset: Number(of['OffsetFromTwilioVideoEpoch']),
    grouping_sids: { room_sid: of['RoomSid'], participant_sid: of['ParticipantSid'] },
    url: `https://video.twilio.com${of['RecordingUri']}`,
    links: { media: `https://video.twilio.com${of['RecordingUri']}/Media` },
  }
}

/** A fresh SID: two letters, and 32 hexadecimal digits of chance. */
export function randomSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}
