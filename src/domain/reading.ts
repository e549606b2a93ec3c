import type { RawCallback } from './callback.ts'
import type { Parsed, ParsedEvent } from './event.ts'

/** How the provider's callbacks are read: pure functions that an engine is given, never imports. */
export interface Reading {
  /** Never throws: what can't be read is a misfit. */
  parse(raw: RawCallback): Parsed
  /** Do two events say the same, whatever URL and method brought them? */
  sameContent(a: ParsedEvent, b: ParsedEvent): boolean
  /** What can be told of a callback that fits no schema. */
  factsOf(raw: RawCallback): { accountSid?: string; recordingSid?: string }
  /** Who and which rooms it names, whether it fits a schema or not. Never throws. */
  mentionsOf(raw: RawCallback): Mentions
  /** Identity key 1, of the signed text: 16 bytes. */
  signedTextKey(signedText: string): Uint8Array
  /** Identity key 2, of the event id: 16 bytes. */
  eventIdKey(id: string): Uint8Array
  /** The id of a callback that fits no schema. */
  misfitId(signedText: string): string
}

/** Names as the provider sent them. */
export interface Mentions {
  /** Participants' identities. */
  identities: readonly string[]
  /** Rooms' SIDs and names. */
  rooms: readonly string[]
}
