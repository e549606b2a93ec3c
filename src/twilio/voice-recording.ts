import type { ParsedEvent } from '../domain/event.ts'
import { voiceRecordingCallbackFields } from '../generated/field-names.ts'
import type { VoiceRecordingCallback, VoiceRecordingData } from '../generated/types.ts'
import { isVoiceRecordingCallback } from '../generated/validators.ts'
import type { CallbackRequest, Family } from './family.ts'
import { anyGiven, given, integer } from './given.ts'
import { eventId } from './identity.ts'

/** A recording of Voice (`RE…`): what happened is its status, when it happened is not told. */
export const voiceRecording: Family<VoiceRecordingCallback> = {
  fits: isVoiceRecordingCallback,
  known: voiceRecordingCallbackFields,
  toEvent,
}

function toEvent(fields: VoiceRecordingCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, CallSid, ConferenceSid, RecordingSid, RecordingStatus } = fields
  const place = CallSid === undefined ? `conferences/${ConferenceSid}` : `calls/${CallSid}`
  const data: VoiceRecordingData = given({
    recording: recordingOf(fields),
    failure: anyGiven({ code: integer(fields.ErrorCode) || undefined }),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    id: eventId(RecordingSid, RecordingStatus),
    type: `twilio.voice.recording.${RecordingStatus}`,
    source: `/accounts/${AccountSid}/${place}`,
    subject: RecordingSid,
    dataschema: 'urn:reelay:schema:event:voice-recording',
    data: { ...data },
  }
}

function recordingOf(fields: VoiceRecordingCallback): VoiceRecordingData['recording'] {
  return given({
    accountSid: fields.AccountSid,
    sid: fields.RecordingSid,
    callSid: fields.CallSid,
    conferenceSid: fields.ConferenceSid,
    status: fields.RecordingStatus,
    url: fields.RecordingUrl,
    duration: integer(fields.RecordingDuration),
    channels: integer(fields.RecordingChannels),
    startTime: fields.RecordingStartTime,
    source: fields.RecordingSource,
    track: fields.RecordingTrack,
  })
}
