import type { ParsedEvent } from '../../domain/event.ts'
import type { RecordingState } from '../../domain/ledger.ts'

/**
 * The properties of the Recording resource of Video, as the Node SDK names them.
 * @see https://www.twilio.com/docs/video/api/recordings-resource
 */
const properties = [
  'accountSid',
  'codec',
  'containerFormat',
  'dateCreated',
  'duration',
  'groupingSids',
  'links',
  'mediaExternalLocation',
  'offset',
  'sid',
  'size',
  'sourceSid',
  'status',
  'statusCallback',
  'statusCallbackMethod',
  'trackName',
  'type',
  'url',
] as const

/**
 * What the events of a recording, in the order in which they happened, say of its resource
 * together: what a later one does not tell stays as it was. Of Video every property is there, null
 * where nothing is known of it.
 */
export function foldResource(
  sid: string,
  state: RecordingState,
  events: readonly ParsedEvent[],
): Readonly<Record<string, unknown>> {
  const told = events.map(({ data }) => data['recording'] as Record<string, unknown> | undefined)
  const known: Record<string, unknown> = Object.assign({ sid }, ...told)
  const status = state === 'stalled' ? (known['status'] ?? 'processing') : state
  if (!sid.startsWith('RT')) return { ...known, status }
  return Object.fromEntries(
    properties.map(name => [name, name === 'status' ? status : (known[name] ?? null)]),
  )
}
