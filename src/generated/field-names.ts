// Generated from schemas/ by `npm run generate`: do not edit.

/** The fields of a CompositionCallback. */
export const compositionCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'StatusCallbackEvent',
  'Timestamp',
  'RoomSid',
  'CompositionSid',
  'CompositionUri',
  'HookSid',
  'HookUri',
  'HookFriendlyName',
  'MediaUri',
  'Duration',
  'Size',
  'MediaExternalLocation',
  'PercentageDone',
  'SecondsRemaining',
  'FailedOperation',
  'ErrorMessage',
])

/** The fields of a ParticipantCallback. */
export const participantCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'StatusCallbackEvent',
  'Timestamp',
  'RoomSid',
  'RoomName',
  'RoomType',
  'RoomStatus',
  'SequenceNumber',
  'ParticipantSid',
  'ParticipantIdentity',
  'ParticipantStatus',
  'ParticipantDuration',
])

/** The fields of a RecordingCallback. */
export const recordingCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'RecordingSid',
  'StatusCallbackEvent',
  'Timestamp',
  'RoomSid',
  'RoomName',
  'RoomType',
  'RoomStatus',
  'SequenceNumber',
  'ParticipantSid',
  'ParticipantIdentity',
  'SourceSid',
  'TrackName',
  'RecordingUri',
  'MediaUri',
  'Container',
  'Codec',
  'Type',
  'OffsetFromTwilioVideoEpoch',
  'Duration',
  'Size',
  'MediaExternalLocation',
  'FailedOperation',
])

/** The fields of a RoomCallback. */
export const roomCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'StatusCallbackEvent',
  'Timestamp',
  'RoomSid',
  'RoomName',
  'RoomType',
  'RoomStatus',
  'SequenceNumber',
  'RoomDuration',
])

/** The fields of a TrackCallback. */
export const trackCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'StatusCallbackEvent',
  'Timestamp',
  'RoomSid',
  'RoomName',
  'RoomType',
  'RoomStatus',
  'SequenceNumber',
  'ParticipantSid',
  'ParticipantIdentity',
  'ParticipantStatus',
  'TrackSid',
  'TrackKind',
  'TrackName',
])

/** The fields of a VoiceRecordingCallback. */
export const voiceRecordingCallbackFields: ReadonlySet<string> = new Set([
  'AccountSid',
  'CallSid',
  'ConferenceSid',
  'RecordingSid',
  'RecordingStatus',
  'RecordingUrl',
  'RecordingDuration',
  'RecordingChannels',
  'RecordingStartTime',
  'RecordingSource',
  'RecordingTrack',
  'ErrorCode',
])

/** Every field that some callback has. */
export const allFieldNames: ReadonlySet<string> = new Set([
  ...compositionCallbackFields,
  ...participantCallbackFields,
  ...recordingCallbackFields,
  ...roomCallbackFields,
  ...trackCallbackFields,
  ...voiceRecordingCallbackFields,
])
