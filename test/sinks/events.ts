import type { CloudEvent } from '../../src/domain/event.ts'

export const sid = (prefix: string, n: number) => prefix + n.toString(16).padStart(32, '0')

/** An event as the journal would offer it; `n` makes its subject and id. */
export function makeEvent(n: number, data: Record<string, unknown> = {}): CloudEvent {
  const subject = sid('RT', n)
  const accountSid = sid('AC', 0xbeef)
  return {
    specversion: '1.0',
    id: `${subject}-completed-20250301101500${String(n).padStart(6, '0')}`,
    type: 'twilio.video.recording.completed',
    source: `/accounts/${accountSid}/rooms/${sid('RM', 1)}`,
    subject,
    time: '2025-03-01T10:15:00.000001Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:example:schema',
    receivedat: '2025-03-01T10:15:00.250Z',
    partitionkey: subject,
    data: {
      recording: { accountSid, sid: subject, trackName: sid('MT', n), size: 2 ** 40 + n },
      ...data,
    },
  }
}

export function makeEvents(count: number, first = 1): CloudEvent[] {
  return Array.from({ length: count }, (_, i) => makeEvent(first + i))
}
