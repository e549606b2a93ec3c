/** A value as both engines' columns take it; a key is 32 hex digits, a JSON text a text. */
export type Value = string | number | Uint8Array | null

/** One member of a line of an export, and how its column is called in a journal. */
export interface Field {
  column: string
  kind: FieldKind
  /** Absent in the line where it is null. */
  optional: boolean
  /** The only texts that there are, if not any. */
  words?: readonly string[]
}

/**
 * `position`: 1 to 2^53-1; `place`: a position, or 0; `count`: what 31 bits hold; `instant`: ms
 * since the epoch, RFC 3339 in a line; `key`: 16 bytes; `bytes`: a text, or `{ base64 }` where they
 * are no UTF-8; `object`, `array`: JSON that is stored as text.
 */
export type FieldKind =
  | 'text'
  | 'position'
  | 'place'
  | 'count'
  | 'rate'
  | 'instant'
  | 'key'
  | 'bytes'
  | 'object'
  | 'array'

/** What a value is in a line of an export. */
export function toMember({ kind }: Field, value: Exclude<Value, null>): unknown {
  if (kind === 'instant') return new Date(value as number).toISOString()
  if (kind === 'object' || kind === 'array') return JSON.parse(value as string)
  if (kind !== 'bytes') return value
  const bytes = value as Uint8Array
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString()
  return Buffer.from(text).equals(buffer) ? text : { base64: buffer.toString('base64') }
}

/**
 * The value of a member of a line, which may hold anything. @throws Error that says what is wrong
 */
export function fromMember(field: Field, member: unknown): Value {
  if (member === undefined || member === null) {
    if (field.optional) return null
    throw new Error('is missing')
  }
  const value = readers[field.kind](member)
  if (value === undefined) throw new Error(`is no ${expected[field.kind]}`)
  if (field.words && !field.words.includes(value as string)) {
    throw new Error(`is none of ${field.words.join(', ')}`)
  }
  return value
}

const expected: Readonly<Record<FieldKind, string>> = {
  text: 'text (well-formed, without U+0000)',
  position: 'whole number from 1 to 2^53-1',
  place: 'whole number from 0 to 2^53-1',
  count: 'whole number from 0 to 2^31-1',
  rate: 'number above 0',
  instant: 'instant such as 2026-11-24T03:12:45.123Z',
  key: 'key: 32 hexadecimal digits in lower case',
  bytes: 'text, or object with base64',
  object: 'object',
  array: 'array',
}

const readers: Readonly<Record<FieldKind, (member: unknown) => Value | undefined>> = {
  text: readText,
  position: member => readWhole(member, 1, Number.MAX_SAFE_INTEGER),
  place: member => readWhole(member, 0, Number.MAX_SAFE_INTEGER),
  count: member => readWhole(member, 0, 2 ** 31 - 1),
  rate: member => (typeof member === 'number' && member > 0 ? member : undefined),
  instant: readInstant,
  key: member => (typeof member === 'string' && /^[0-9a-f]{32}$/.test(member) ? member : undefined),
  bytes: readBytes,
  object: member =>
    typeof member === 'object' && !Array.isArray(member)
      ? readText(JSON.stringify(member))
      : undefined,
  array: member => (Array.isArray(member) ? readText(JSON.stringify(member)) : undefined),
}

/** Postgres takes no U+0000 in a text, and neither engine half a surrogate pair. */
function readText(member: unknown): string | undefined {
  if (typeof member !== 'string' || member.includes('\0')) return undefined
  return member.isWellFormed() ? member : undefined
}

function readWhole(member: unknown, least: number, most: number): number | undefined {
  if (!Number.isSafeInteger(member)) return undefined
  const number = member as number
  return number >= least && number <= most ? number : undefined
}

function readInstant(member: unknown): number | undefined {
  if (typeof member !== 'string') return undefined
  if (!/^(?:19[7-9]|2\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(member)) return undefined
  const ms = Date.parse(member)
  return Number.isNaN(ms) ? undefined : ms
}

function readBytes(member: unknown): Uint8Array | undefined {
  if (typeof member === 'string') return member.isWellFormed() ? Buffer.from(member) : undefined
  const { base64 } = member as { base64?: unknown }
  if (typeof base64 !== 'string') return undefined
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : undefined
}
