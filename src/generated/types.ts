// Generated from schemas/ by `npm run generate`: do not edit.

/**
 * A text; several, where the name came more than once with different values.
 */
export type Texts = string | string[]

/**
 * A status callback of a composition, as it comes over the wire.
 */
export interface CompositionCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * What happened.
   */
  StatusCallbackEvent:
    | 'composition-enqueued'
    | 'composition-hook-failed'
    | 'composition-started'
    | 'composition-progress'
    | 'composition-available'
    | 'composition-failed'
  /**
   * When it happened, by the provider's clock (RFC 3339, UTC).
   */
  Timestamp: string
  /**
   * SID of the room.
   */
  RoomSid: string
  /**
   * SID of the composition.
   */
  CompositionSid?: string
  /**
   * Path of the resource below https://video.twilio.com.
   */
  CompositionUri?: string
  /**
   * SID of the composition hook.
   */
  HookSid?: string
  /**
   * Path of the hook below https://video.twilio.com.
   */
  HookUri?: string
  /**
   * Name of the hook.
   */
  HookFriendlyName?: string
  /**
   * Path of the media below https://video.twilio.com.
   */
  MediaUri?: string
  /**
   * Length in seconds.
   */
  Duration?: string
  /**
   * Size of the media file in bytes.
   */
  Size?: string
  /**
   * Where the media is, if it went to the user's own storage.
   */
  MediaExternalLocation?: string
  /**
   * How much of it is done, per cent.
   */
  PercentageDone?: string
  /**
   * Seconds until it is likely to be done.
   */
  SecondsRemaining?: string
  /**
   * What failed.
   */
  FailedOperation?: string
  /**
   * Why it failed, for people.
   */
  ErrorMessage?: string
  [k: string]: unknown
}
/**
 * A status callback of a participant, as it comes over the wire.
 */
export interface ParticipantCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * What happened.
   */
  StatusCallbackEvent: 'participant-connected' | 'participant-disconnected'
  /**
   * When it happened, by the provider's clock (RFC 3339, UTC).
   */
  Timestamp: string
  /**
   * SID of the room.
   */
  RoomSid: string
  /**
   * Name of the room, or its SID.
   */
  RoomName?: string
  /**
   * `group`, `group-small`, `peer-to-peer`, `go`, or a newer one.
   */
  RoomType?: string
  /**
   * `in-progress`, `completed`, or a newer one.
   */
  RoomStatus?: string
  /**
   * Counts the events of a room from 0. Not an order: the provider says so.
   */
  SequenceNumber?: string
  /**
   * SID of the participant.
   */
  ParticipantSid: string
  /**
   * Who takes part. Personal data.
   */
  ParticipantIdentity?: string
  /**
   * `connected`, `disconnected`, or a newer one.
   */
  ParticipantStatus?: string
  /**
   * Seconds from joining to leaving.
   */
  ParticipantDuration?: string
  [k: string]: unknown
}
/**
 * A status callback of a Video recording (`RT…`), as it comes over the wire: every value is text.
 */
export interface RecordingCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * SID of the recording of one track.
   */
  RecordingSid: string
  /**
   * What happened.
   */
  StatusCallbackEvent: 'recording-started' | 'recording-completed' | 'recording-failed'
  /**
   * When it happened, by the provider's clock (RFC 3339, UTC).
   */
  Timestamp: string
  /**
   * SID of the room.
   */
  RoomSid: string
  /**
   * Name of the room, or its SID.
   */
  RoomName?: string
  /**
   * `group`, `group-small`, `peer-to-peer`, `go`, or a newer one.
   */
  RoomType?: string
  /**
   * `in-progress`, `completed`, or a newer one.
   */
  RoomStatus?: string
  /**
   * Counts the events of a room from 0. Not an order: the provider says so.
   */
  SequenceNumber?: string
  /**
   * SID of the participant.
   */
  ParticipantSid?: string
  /**
   * Who takes part. Personal data.
   */
  ParticipantIdentity?: string
  /**
   * SID of what was recorded: the track (`MT…`).
   */
  SourceSid?: string
  /**
   * Name of the track, or its SID.
   */
  TrackName?: string
  /**
   * Path of the resource below https://video.twilio.com.
   */
  RecordingUri?: string
  /**
   * Path of the media below https://video.twilio.com.
   */
  MediaUri?: string
  /**
   * Container of the media file: `mka` for audio, `mkv` for video.
   */
  Container?: 'mka' | 'mkv'
  /**
   * Codec of the track, in lower or upper case.
   */
  Codec?: string
  /**
   * Kind of media; older callbacks lack it.
   */
  Type?: 'audio' | 'video' | 'data'
  /**
   * Milliseconds between a moment common to all rooms and the start of this room.
   */
  OffsetFromTwilioVideoEpoch?: string
  /**
   * Length in seconds.
   */
  Duration?: string
  /**
   * Size of the media file in bytes.
   */
  Size?: string
  /**
   * Where the media is, if it went to the user's own storage.
   */
  MediaExternalLocation?: string
  /**
   * What failed: `RecordingStart`, `RecordingComplete`, `RecordingUpload`, or a newer one.
   */
  FailedOperation?: string
  [k: string]: unknown
}
/**
 * A status callback of a room, as it comes over the wire.
 */
export interface RoomCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * What happened.
   */
  StatusCallbackEvent: 'room-created' | 'room-ended'
  /**
   * When it happened, by the provider's clock (RFC 3339, UTC).
   */
  Timestamp: string
  /**
   * SID of the room.
   */
  RoomSid: string
  /**
   * Name of the room, or its SID.
   */
  RoomName?: string
  /**
   * `group`, `group-small`, `peer-to-peer`, `go`, or a newer one.
   */
  RoomType?: string
  /**
   * `in-progress`, `completed`, or a newer one.
   */
  RoomStatus?: string
  /**
   * Counts the events of a room from 0. Not an order: the provider says so.
   */
  SequenceNumber?: string
  /**
   * Seconds from its creation to its end.
   */
  RoomDuration?: string
  [k: string]: unknown
}
/**
 * A status callback of a track, as it comes over the wire.
 */
export interface TrackCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * What happened.
   */
  StatusCallbackEvent: 'track-added' | 'track-removed' | 'track-enabled' | 'track-disabled'
  /**
   * When it happened, by the provider's clock (RFC 3339, UTC).
   */
  Timestamp: string
  /**
   * SID of the room.
   */
  RoomSid: string
  /**
   * Name of the room, or its SID.
   */
  RoomName?: string
  /**
   * `group`, `group-small`, `peer-to-peer`, `go`, or a newer one.
   */
  RoomType?: string
  /**
   * `in-progress`, `completed`, or a newer one.
   */
  RoomStatus?: string
  /**
   * Counts the events of a room from 0. Not an order: the provider says so.
   */
  SequenceNumber?: string
  /**
   * SID of the participant.
   */
  ParticipantSid?: string
  /**
   * Who takes part. Personal data.
   */
  ParticipantIdentity?: string
  /**
   * `connected`, `disconnected`, or a newer one.
   */
  ParticipantStatus?: string
  /**
   * SID of the published track.
   */
  TrackSid: string
  /**
   * `audio`, `video`, `data`, or a newer one.
   */
  TrackKind?: string
  /**
   * Name of the track, or its SID.
   */
  TrackName?: string
  [k: string]: unknown
}
/**
 * A status callback of a Voice recording (`RE…`), as it comes over the wire. It has no time of its own.
 */
export interface VoiceRecordingCallback {
  /**
   * SID of the account that owns the resource.
   */
  AccountSid: string
  /**
   * SID of the call; recordings of a conference lack it.
   */
  CallSid?: string
  /**
   * SID of the conference.
   */
  ConferenceSid?: string
  /**
   * SID of the recording of a call or a conference.
   */
  RecordingSid: string
  /**
   * What happened.
   */
  RecordingStatus: 'in-progress' | 'completed' | 'absent' | 'failed'
  /**
   * Address of the recording, without an extension.
   */
  RecordingUrl?: string
  /**
   * Length in seconds.
   */
  RecordingDuration?: string
  /**
   * How many channels it has.
   */
  RecordingChannels?: string
  /**
   * When it started (RFC 2822).
   */
  RecordingStartTime?: string
  /**
   * What started it: `DialVerb`, `Conference`, `OutboundAPI`, `Trunking`, `RecordVerb`, …
   */
  RecordingSource?: string
  /**
   * `inbound`, `outbound`, `both`, or a newer one.
   */
  RecordingTrack?: string
  /**
   * 0 when all is well; 16101: too short, 16102: silent.
   */
  ErrorCode?: string
  [k: string]: unknown
}
/**
 * One thing that happened, as a CloudEvent 1.0 in JSON format.
 */
export interface Event {
  /**
   * Version of CloudEvents.
   */
  specversion: '1.0'
  /**
   * Names what happened: the same for every repeat of its callback. SID, event and the digits of Timestamp.
   */
  id: string
  /**
   * What happened.
   */
  type: string
  /**
   * Where it happened: the account, and the room, call or conference.
   */
  source: string
  /**
   * SID of what it happened to.
   */
  subject: string
  /**
   * When it happened: the provider's Timestamp, letter by letter. Voice sends none.
   */
  time?: string
  /**
   * Media type of `data`.
   */
  datacontenttype: 'application/json'
  /**
   * `$id` of the schema of `data`.
   */
  dataschema: string
  /**
   * When the callback was stored (UTC, milliseconds).
   */
  receivedat: string
  /**
   * The subject: what order is kept by.
   */
  partitionkey: string
  /**
   * The replay that brought it; only on replayed events.
   */
  reelayreplay?: string
  /**
   * See the families below.
   */
  data: {
    [k: string]: unknown
  }
}
/**
 * Data of `twilio.video.composition.*`.
 */
export interface CompositionData {
  room: Room
  /**
   * The composition.
   */
  composition: {
    /**
     * SID of the account that owns the resource.
     */
    accountSid: string
    /**
     * SID of the composition; a hook that failed made none.
     */
    sid?: string
    /**
     * SID of the room.
     */
    roomSid: string
    /**
     * Length in seconds.
     */
    duration?: number
    /**
     * Size of the media file in bytes.
     */
    size?: number
    /**
     * Address of the resource in the REST API.
     */
    url?: string
    /**
     * Addresses of what belongs to the resource.
     */
    links?: {
      /**
       * Where the media is fetched, with credentials of the account.
       */
      media?: string
    }
    /**
     * Where the media is, if it went to the user's own storage.
     */
    mediaExternalLocation?: string
    /**
     * How much of it is done, per cent.
     */
    percentageDone?: number
    /**
     * Seconds until it is likely to be done.
     */
    secondsRemaining?: number
    /**
     * The hook that asked for it.
     */
    hook?: {
      /**
       * SID of the composition hook.
       */
      sid?: string
      /**
       * Address of the hook in the REST API.
       */
      url?: string
      /**
       * Its name.
       */
      friendlyName?: string
    }
  }
  failure?: Failure
  extra?: Extra
  callback: Callback
}
/**
 * The room that it happened in.
 */
export interface Room {
  /**
   * SID of the room.
   */
  sid: string
  /**
   * Its name, or its SID where it was given none.
   */
  name?: string
  /**
   * `group`, `group-small`, `peer-to-peer`, `go`, or a newer one.
   */
  type?: string
  /**
   * `in-progress`, `completed`, or a newer one.
   */
  status?: string
  /**
   * Seconds from its creation to its end.
   */
  duration?: number
  /**
   * The event's number in the room. Not an order: the provider says so.
   */
  sequenceNumber?: number
}
/**
 * What went wrong, as far as the provider tells.
 */
export interface Failure {
  /**
   * What failed: `RecordingStart`, `RecordingComplete`, `RecordingUpload`, …
   */
  operation?: string
  /**
   * Why, for people.
   */
  message?: string
  /**
   * Error code: 16101 (too short), 16102 (silent), …
   */
  code?: number
}
/**
 * Fields that the schema does not know, as they came.
 */
export interface Extra {
  [k: string]: Texts
}
/**
 * The request that brought it.
 */
export interface Callback {
  /**
   * Its method.
   */
  method: 'HEAD' | 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /**
   * Its path, as it came over the wire.
   */
  path: string
  /**
   * The user's own query, decoded: without what the provider adds.
   */
  query: {
    [k: string]: Texts
  }
}
/**
 * Who it happened to.
 */
export interface Participant {
  /**
   * SID of the participant.
   */
  sid?: string
  /**
   * Who takes part. Personal data.
   */
  identity?: string
  /**
   * `connected`, `disconnected`, or a newer one.
   */
  status?: string
  /**
   * Seconds from joining to leaving.
   */
  duration?: number
}
/**
 * Data of `twilio.video.participant.*`.
 */
export interface ParticipantData {
  room: Room
  participant: Participant
  extra?: Extra
  callback: Callback
}
/**
 * Data of `twilio.video.recording.*`.
 */
export interface RecordingData {
  recording: Recording
  room: Room
  participant?: Participant
  failure?: Failure
  extra?: Extra
  callback: Callback
}
/**
 * The provider's Video Recording resource, as its Node SDK names its properties.
 */
export interface Recording {
  /**
   * SID of the account that owns the resource.
   */
  accountSid: string
  /**
   * SID of the recording of one track.
   */
  sid: string
  /**
   * SID of what was recorded: the track (`MT…`).
   */
  sourceSid?: string
  /**
   * Name of the track, or its SID where it was given none.
   */
  trackName?: string
  /**
   * Where the recording stands.
   */
  status: 'processing' | 'completed' | 'deleted' | 'failed'
  /**
   * Kind of media.
   */
  type?: 'audio' | 'video' | 'data'
  /**
   * Container of the media file: `mka` for audio, `mkv` for video.
   */
  containerFormat?: 'mka' | 'mkv'
  /**
   * Codec of the track.
   */
  codec?: 'VP8' | 'H264' | 'OPUS' | 'PCMU'
  /**
   * Length in seconds; 1 for a track shorter than that.
   */
  duration?: number
  /**
   * Size of the media file in bytes.
   */
  size?: number
  /**
   * Milliseconds between a moment common to all rooms and the start of this room: what recordings of one room are aligned by.
   */
  offset?: number
  /**
   * What the recording belongs to.
   */
  groupingSids?: {
    /**
     * SID of the room.
     */
    room_sid?: string
    /**
     * SID of the participant.
     */
    participant_sid?: string
    /**
     * SID of anything else that groups it.
     */
    [k: string]: string | undefined
  }
  /**
   * Address of the resource in the REST API.
   */
  url?: string
  /**
   * Addresses of what belongs to the resource.
   */
  links?: {
    /**
     * Where the media is fetched, with credentials of the account.
     */
    media?: string
    /**
     * An absolute URL on the provider's host.
     */
    [k: string]: string | undefined
  }
  /**
   * Where the media is, if it went to the user's own storage.
   */
  mediaExternalLocation?: string
  /**
   * When the recording was created; of a callback, the Timestamp of its start.
   */
  dateCreated?: string
  /**
   * The URL that was called, without the provider's parameters.
   */
  statusCallback?: string
  /**
   * The method that was used.
   */
  statusCallbackMethod?: 'HEAD' | 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
}
/**
 * Data of `twilio.video.room.*`.
 */
export interface RoomData {
  room: Room
  extra?: Extra
  callback: Callback
}
/**
 * Data of `twilio.video.track.*`.
 */
export interface TrackData {
  room: Room
  participant?: Participant
  /**
   * The track.
   */
  track: {
    /**
     * SID of the published track.
     */
    sid: string
    /**
     * `audio`, `video`, `data`, or a newer one.
     */
    kind?: string
    /**
     * Its name, or its SID where it was given none.
     */
    name?: string
  }
  extra?: Extra
  callback: Callback
}
/**
 * Data of `twilio.voice.recording.*`.
 */
export interface VoiceRecordingData {
  /**
   * The recording of a call or a conference.
   */
  recording: {
    /**
     * SID of the account that owns the resource.
     */
    accountSid: string
    /**
     * SID of the recording of a call or a conference.
     */
    sid: string
    /**
     * SID of the call; recordings of a conference lack it.
     */
    callSid?: string
    /**
     * SID of the conference.
     */
    conferenceSid?: string
    /**
     * Where the recording stands.
     */
    status: 'in-progress' | 'completed' | 'absent' | 'failed'
    /**
     * Address of the recording, without an extension.
     */
    url?: string
    /**
     * Length in seconds.
     */
    duration?: number
    /**
     * How many channels it has.
     */
    channels?: number
    /**
     * When it started (RFC 2822), as the provider writes it.
     */
    startTime?: string
    /**
     * What started it: `DialVerb`, `Conference`, `OutboundAPI`, `Trunking`, `RecordVerb`, …
     */
    source?: string
    /**
     * `inbound`, `outbound`, `both`, or a newer one.
     */
    track?: string
  }
  failure?: Failure
  extra?: Extra
  callback: Callback
}
