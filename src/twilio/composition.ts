import type { ParsedEvent } from '../domain/event.ts'
import { compositionCallbackFields } from '../generated/field-names.ts'
import type { CompositionCallback, CompositionData } from '../generated/types.ts'
import { isCompositionCallback } from '../generated/validators.ts'
import type { CallbackRequest, Family } from './family.ts'
import { anyGiven, given, integer } from './given.ts'
import { eventId } from './identity.ts'
import { roomOf, videoUrl } from './room.ts'

/** `composition-enqueued`, `-hook-failed`, `-started`, `-progress`, `-available`, `-failed`. */
export const composition: Family<CompositionCallback> = {
  fits: isCompositionCallback,
  known: compositionCallbackFields,
  toEvent,
}

function toEvent(fields: CompositionCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, CompositionSid, HookSid, RoomSid, StatusCallbackEvent, Timestamp } = fields
  const event = StatusCallbackEvent.slice('composition-'.length)
  const data: CompositionData = given({
    room: roomOf({ RoomSid }),
    composition: compositionOf(fields),
    failure: anyGiven({ operation: fields.FailedOperation, message: fields.ErrorMessage }),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    // Several hooks may fail at once when a room ends, none having made a composition.
    id: eventId(CompositionSid ?? HookSid ?? RoomSid, event, Timestamp),
    type: `twilio.video.composition.${event}`,
    source: `/accounts/${AccountSid}/rooms/${RoomSid}`,
    subject: CompositionSid ?? RoomSid,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:composition',
    data: { ...data },
  }
}

function compositionOf(fields: CompositionCallback): CompositionData['composition'] {
  return given({
    accountSid: fields.AccountSid,
    sid: fields.CompositionSid,
    roomSid: fields.RoomSid,
    duration: integer(fields.Duration),
    size: integer(fields.Size),
    url: videoUrl(fields.CompositionUri),
    links: fields.MediaUri === undefined ? undefined : { media: videoUrl(fields.MediaUri) },
    mediaExternalLocation: fields.MediaExternalLocation,
    percentageDone: integer(fields.PercentageDone),
    secondsRemaining: integer(fields.SecondsRemaining),
    hook: anyGiven({
      sid: fields.HookSid,
      url: videoUrl(fields.HookUri),
      friendlyName: fields.HookFriendlyName,
    }),
  })
}
