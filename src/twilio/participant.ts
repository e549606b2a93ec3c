import type { ParsedEvent } from '../domain/event.ts'
import { participantCallbackFields, trackCallbackFields } from '../generated/field-names.ts'
import type {
  ParticipantCallback,
  ParticipantData,
  TrackCallback,
  TrackData,
} from '../generated/types.ts'
import { isParticipantCallback, isTrackCallback } from '../generated/validators.ts'
import type { CallbackRequest, Family } from './family.ts'
import { anyGiven, given, integer } from './given.ts'
import { eventId } from './identity.ts'
import { roomOf } from './room.ts'

/** `participant-connected`, `participant-disconnected`. */
export const participant: Family<ParticipantCallback> = {
  fits: isParticipantCallback,
  known: participantCallbackFields,
  toEvent: participantEvent,
}

/** `track-added`, `-removed`, `-enabled`, `-disabled`. */
export const track: Family<TrackCallback> = {
  fits: isTrackCallback,
  known: trackCallbackFields,
  toEvent: trackEvent,
}

function participantEvent(fields: ParticipantCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, ParticipantSid, RoomSid, StatusCallbackEvent, Timestamp } = fields
  const event = StatusCallbackEvent.slice('participant-'.length)
  const data: ParticipantData = given({
    room: roomOf(fields),
    participant: given({
      sid: ParticipantSid,
      identity: fields.ParticipantIdentity,
      status: fields.ParticipantStatus,
      duration: integer(fields.ParticipantDuration),
    }),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    id: eventId(ParticipantSid, event, Timestamp),
    type: `twilio.video.participant.${event}`,
    source: `/accounts/${AccountSid}/rooms/${RoomSid}`,
    subject: ParticipantSid,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:participant',
    data: { ...data },
  }
}

function trackEvent(fields: TrackCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, RoomSid, StatusCallbackEvent, Timestamp, TrackSid } = fields
  const event = StatusCallbackEvent.slice('track-'.length)
  const data: TrackData = given({
    room: roomOf(fields),
    participant: anyGiven({
      sid: fields.ParticipantSid,
      identity: fields.ParticipantIdentity,
      status: fields.ParticipantStatus,
    }),
    track: given({ sid: TrackSid, kind: fields.TrackKind, name: fields.TrackName }),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    id: eventId(TrackSid, event, Timestamp),
    type: `twilio.video.track.${event}`,
    source: `/accounts/${AccountSid}/rooms/${RoomSid}`,
    subject: TrackSid,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:track',
    data: { ...data },
  }
}
