import type { GenuineCallback, RawCallback } from './callback.ts'
import type { Parsed, ParsedEvent } from './event.ts'

/**
 * Where an event of Reelay's own "was called". No request can have it: a request's public URL is
 * the one under which its signature held, and that is a URL of http or https.
 */
const ownUrl = 'urn:reelay:event'

/** An event of Reelay's own as the journal keeps it: a callback that nobody sent. */
export function ownCallback(event: ParsedEvent): GenuineCallback {
  return {
    method: 'POST',
    publicUrl: ownUrl,
    target: '/',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(event)),
    signedText: `${ownUrl}/${event.id}`,
  }
}

/** Undefined where it is not of Reelay's own; a misfit where it was damaged. */
export function readOwnEvent({ publicUrl, body }: RawCallback): Parsed | undefined {
  if (publicUrl !== ownUrl) return undefined
  try {
    const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString()
    const event: unknown = JSON.parse(text)
    if (isEvent(event)) return { kind: 'event', event }
  } catch {
    // told below
  }
  return { kind: 'misfit', errors: [{ path: '', message: 'is no event of Reelay' }] }
}

const texts = ['id', 'type', 'source', 'subject', 'dataschema'] as const

function isEvent(value: unknown): value is ParsedEvent {
  if (typeof value !== 'object' || value === null) return false
  const event = value as Partial<Record<keyof ParsedEvent, unknown>>
  return (
    texts.every(name => isText(event[name])) &&
    (event.time === undefined || isText(event.time)) &&
    typeof event.data === 'object' &&
    event.data !== null
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0')
}
