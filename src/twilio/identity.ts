import { hash } from 'node:crypto'

/**
 * The id of an event: SID, event and the digits of Timestamp, from the wire's own text; without a
 * `timestamp`, SID and status. The same for every repeat of a callback, whatever brought it.
 */
export function eventId(sid: string, event: string, timestamp?: string): string {
  const id = `${sid}-${event}`
  return timestamp === undefined ? id : `${id}-${timestamp.replace(/\D+/g, '')}`
}

/** The id of a callback that fits no schema: `misfit-` and half its signed text's SHA-256. */
export function misfitId(signedText: string): string {
  return `misfit-${hash('sha256', signedText, 'hex').slice(0, 32)}`
}

/** Timestamp in a form's signed text; its colons are escaped where it stands in a query. */
const timestampInText =
  /Timestamp=?(\d{4})-(\d\d)-(\d\d)T(\d\d)(?::|%3[Aa])(\d\d)(?::|%3[Aa])(\d\d)(?:\.(\d{1,3}))?/

/** Timestamp's digits at the end of an event id. */
const timestampInId = /-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{0,3})\d*$/

/**
 * Identity key 1: of the signed text, 16 bytes. The text does not change with how it is split into
 * fields, so neither does the key.
 *
 * Keys begin with the callback's own Timestamp: the UTC second (4 bytes, big-endian, 0 if there is
 * none) and the 256th part of it (1 byte); the head of a SHA-256 follows (11 bytes). In a B-tree,
 * keys that are random all over touch a page of their own on each insert; keys that begin with the
 * time land beside each other, so that an insert costs the same however large the store has grown.
 */
export function signedTextKey(signedText: string): Uint8Array {
  return identityKey(signedText, timestampInText)
}

/** Identity key 2: of the event id, 16 bytes, built as key 1 is. */
export function eventIdKey(id: string): Uint8Array {
  return identityKey(id, timestampInId)
}

function identityKey(text: string, timestamp: RegExp): Uint8Array {
  const key = new Uint8Array(16)
  const match = timestamp.exec(text)
  const second = secondOf(match)
  key[0] = second >>> 24
  key[1] = second >>> 16
  key[2] = second >>> 8
  key[3] = second
  if (second !== 0) key[4] = (Number((match?.[7] ?? '').padEnd(3, '0')) * 256) / 1000
  const digest = hash('sha256', text, 'binary') // a text costs less than a buffer
  for (let i = 0; i < 11; i++) key[i + 5] = digest.charCodeAt(i)
  return key
}

/** Seconds since the epoch; 0 for no date, an impossible one, or one that 32 bits can't hold. */
function secondOf(match: RegExpExecArray | null): number {
  if (match === null) return 0
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  const hour = Number(match[4])
  const minute = Number(match[5])
  const second = Number(match[6])
  if (hour > 23 || minute > 59 || second > 59) return 0
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(ms)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return 0
  const seconds = ms / 1000
  return year >= 1970 && seconds <= 0xffff_ffff ? seconds : 0
}
