import { allSchemas } from '../schemas.ts'

/** What no callback brings: a resource sent as JSON, and events of Reelay's own. */
const others = [
  'twilio.video.recording.deleted',
  'twilio.video.recording.stalled',
  'twilio.voice.recording.stalled',
]

/** Every type that an event can have, from the schemas of the callbacks. */
export function eventTypes(): string[] {
  const types = allSchemas().flatMap(({ properties = {} }) => [
    ...words(properties['StatusCallbackEvent']).map(
      event => `twilio.video.${event.replace('-', '.')}`,
    ),
    ...words(properties['RecordingStatus']).map(status => `twilio.voice.recording.${status}`),
  ])
  return [...types, ...others].sort()
}

function words(schema: { enum?: readonly string[] } | undefined): readonly string[] {
  return schema?.enum ?? []
}
