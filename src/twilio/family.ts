import type { ParsedEvent } from '../domain/event.ts'
import type { Callback } from '../generated/types.ts'
import type { Fields } from './gather-fields.ts'
import type { Validator } from './schema-errors.ts'

/** A kind of callback: its schema, its fields, and how they become an event. */
export interface Family<Wire = never> {
  /** Does it fit the schema? Fields of that shape are what `toEvent` is given. */
  fits: Validator
  /** The names of the fields that the schema knows. */
  known: ReadonlySet<string>
  toEvent(fields: Wire, request: CallbackRequest): ParsedEvent
}

/** What an event takes from the request that brought it, whatever its family. */
export interface CallbackRequest {
  /** The URL that was called, without the provider's parameters. */
  url: string
  callback: Callback
  /** The fields that the schema does not know; absent if there are none. */
  extra: Fields | undefined
}
