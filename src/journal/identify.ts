import type { GenuineCallback, RawCallback } from '../domain/callback.ts'
import { eventFacts, type FieldError, type Parsed, type ParsedEvent } from '../domain/event.ts'
import type { CallbackFacts } from '../domain/journal.ts'
import { readOwnEvent } from '../domain/own-event.ts'
import type { Reading } from '../domain/reading.ts'

/** A callback as an engine needs it to find out whether it is new. */
export type Identified = {
  raw: RawCallback
  facts: CallbackFacts
  /** Identity key 1, of the signed text. */
  textKey: Uint8Array
} & (
  | { kind: 'event'; event: ParsedEvent /** Identity key 2, of the event id. */; idKey: Uint8Array }
  | { kind: 'misfit'; errors: readonly FieldError[] }
)

/** Reads a callback and makes its identity keys. */
export function identify(reading: Reading, callback: GenuineCallback): Identified {
  const { signedText } = callback
  const textKey = reading.signedTextKey(signedText)
  return read(reading, callback, textKey, () => reading.misfitId(signedText))
}

/**
 * The same for one that was stored before: its signed text is gone, the key and the id are known.
 */
export function identifyStored(
  reading: Reading,
  raw: RawCallback,
  { textKey, id }: { textKey: Uint8Array; id: string },
): Identified {
  return read(reading, raw, textKey, () => id)
}

function read(
  reading: Reading,
  raw: RawCallback,
  textKey: Uint8Array,
  misfitId: () => string,
): Identified {
  const parsed = parseSafely(reading, raw)
  if (parsed.kind === 'misfit') {
    return { ...parsed, raw, facts: { id: misfitId(), ...reading.factsOf(raw) }, textKey }
  }
  const idKey = reading.eventIdKey(parsed.event.id)
  return { ...parsed, raw, facts: eventFacts(parsed.event), textKey, idKey }
}

/**
 * A mistake in the parser must not cost a callback: it is kept, set aside, and parsed again later.
 */
export function parseSafely(reading: Reading, raw: RawCallback): Parsed {
  try {
    return readOwnEvent(raw) ?? reading.parse(raw)
  } catch (error) {
    const message = `the parser failed: ${error instanceof Error ? error.message : String(error)}`
    return { kind: 'misfit', errors: [{ path: '', message }] }
  }
}

/** Does what is stored under an event's id say something else than the event? */
export function differsFrom(reading: Reading, stored: RawCallback, event: ParsedEvent): boolean {
  const earlier = parseSafely(reading, stored)
  return earlier.kind === 'misfit' || !reading.sameContent(earlier.event, event)
}
