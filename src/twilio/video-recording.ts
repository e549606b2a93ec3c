import type { ParsedEvent } from '../domain/event.ts'
import { recordingCallbackFields } from '../generated/field-names.ts'
import type { Recording, RecordingCallback, RecordingData } from '../generated/types.ts'
import { isRecordingCallback } from '../generated/validators.ts'
import type { CallbackRequest, Family } from './family.ts'
import { anyGiven, given, integer } from './given.ts'
import { eventId } from './identity.ts'
import { roomOf, videoUrl } from './room.ts'

/** `recording-started`, `-completed`, `-failed`: a Recording (`RT…`) of Video. */
export const videoRecording: Family<RecordingCallback> = {
  fits: isRecordingCallback,
  known: recordingCallbackFields,
  toEvent,
}

const statuses = {
  'recording-started': 'processing',
  'recording-completed': 'completed',
  'recording-failed': 'failed',
} as const

function toEvent(fields: RecordingCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, RecordingSid, RoomSid, StatusCallbackEvent, Timestamp } = fields
  const event = StatusCallbackEvent.slice('recording-'.length)
  const data: RecordingData = given({
    recording: recordingOf(fields, request),
    room: roomOf(fields),
    participant: anyGiven({ sid: fields.ParticipantSid, identity: fields.ParticipantIdentity }),
    failure: anyGiven({ operation: fields.FailedOperation }),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    id: eventId(RecordingSid, event, Timestamp),
    type: `twilio.video.recording.${event}`,
    source: `/accounts/${AccountSid}/rooms/${RoomSid}`,
    subject: RecordingSid,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:recording',
    data: { ...data },
  }
}

function recordingOf(fields: RecordingCallback, { url, callback }: CallbackRequest): Recording {
  const { Container, MediaUri, RecordingUri, StatusCallbackEvent } = fields
  const media = MediaUri ?? (RecordingUri && `${RecordingUri}/Media`)
  return given({
    accountSid: fields.AccountSid,
    sid: fields.RecordingSid,
    sourceSid: fields.SourceSid,
    trackName: fields.TrackName,
    status: statuses[StatusCallbackEvent],
    type: fields.Type ?? typeOf(Container),
    containerFormat: Container,
    codec: fields.Codec?.toUpperCase() as Recording['codec'],
    duration: integer(fields.Duration),
    size: integer(fields.Size),
    offset: integer(fields.OffsetFromTwilioVideoEpoch),
    groupingSids: given({ room_sid: fields.RoomSid, participant_sid: fields.ParticipantSid }),
    url: videoUrl(RecordingUri),
    links: media && { media: videoUrl(media) },
    mediaExternalLocation: fields.MediaExternalLocation,
    dateCreated: StatusCallbackEvent === 'recording-started' ? fields.Timestamp : undefined,
    statusCallback: url,
    statusCallbackMethod: callback.method,
  }) as Recording
}

/** The kind of media, where only its container is known. */
export function typeOf(container: Recording['containerFormat']): Recording['type'] {
  return container && (container === 'mka' ? 'audio' : 'video')
}
