import type { ParsedEvent } from '../domain/event.ts'
import { roomCallbackFields } from '../generated/field-names.ts'
import type { Room, RoomCallback, RoomData } from '../generated/types.ts'
import { isRoomCallback } from '../generated/validators.ts'
import type { CallbackRequest, Family } from './family.ts'
import { given, integer } from './given.ts'
import { eventId } from './identity.ts'

/** `room-created`, `room-ended`. */
export const room: Family<RoomCallback> = {
  fits: isRoomCallback,
  known: roomCallbackFields,
  toEvent,
}

function toEvent(fields: RoomCallback, request: CallbackRequest): ParsedEvent {
  const { AccountSid, RoomSid, StatusCallbackEvent, Timestamp } = fields
  const event = StatusCallbackEvent.slice('room-'.length)
  const data: RoomData = given({
    room: roomOf(fields),
    extra: request.extra,
    callback: request.callback,
  })
  return {
    id: eventId(RoomSid, event, Timestamp),
    type: `twilio.video.room.${event}`,
    source: `/accounts/${AccountSid}/rooms/${RoomSid}`,
    subject: RoomSid,
    time: Timestamp,
    dataschema: 'urn:reelay:schema:event:room',
    data: { ...data },
  }
}

type RoomFields = Pick<RoomCallback, 'RoomSid'> &
  Partial<
    Pick<RoomCallback, 'RoomName' | 'RoomType' | 'RoomStatus' | 'RoomDuration' | 'SequenceNumber'>
  >

/** The room, as every callback of Video tells of it. */
export function roomOf(fields: RoomFields): Room {
  return given({
    sid: fields.RoomSid,
    name: fields.RoomName,
    type: fields.RoomType,
    status: fields.RoomStatus,
    duration: integer(fields.RoomDuration),
    sequenceNumber: integer(fields.SequenceNumber),
  })
}

/** The address of a resource of Video's REST API, from the path that a callback has. */
export function videoUrl<P extends string | undefined>(path: P): P {
  return (path && `https://video.twilio.com${path}`) as P
}
