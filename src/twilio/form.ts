/** A form's field, decoded. */
export type Field = readonly [name: string, value: string]

const ascii = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code))
const lossyUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The fields of an `application/x-www-form-urlencoded` text, in order, as the parser of WHATWG's
 * URL standard has them: repeats, empty names and empty values included, nothing trimmed.
 *
 * `bytes` are what `text` was decoded from. They are only looked at where the text holds U+FFFD:
 * bytes that are no UTF-8 by themselves may be some together with the escapes beside them.
 */
export function decodeForm(text: string, bytes?: Uint8Array): Field[] {
  if (bytes !== undefined && text.includes('\ufffd')) {
    return split(asLatin1(bytes), decodeRaw)
  }
  return split(text.toWellFormed(), decodeText)
}

/** The fields of what follows the first `?` of a request target or a URL without a fragment. */
export function decodeQuery(target: string): Field[] {
  const start = target.indexOf('?')
  return start === -1 ? [] : decodeForm(target.slice(start + 1))
}

/** Fields come by the thousand a second, most with nothing to decode: hence one pass, by index. */
function split(text: string, decode: (escaped: string) => string): Field[] {
  const fields: Field[] = []
  const { length } = text
  let equals = -1
  for (let start = 0; start < length; ) {
    let end = text.indexOf('&', start)
    if (end === -1) end = length
    if (end > start) {
      if (equals < start) equals = orEnd(text.indexOf('=', start), length)
      fields.push(
        equals < end
          ? [decode(text.slice(start, equals)), decode(text.slice(equals + 1, end))]
          : [decode(text.slice(start, end)), ''],
      )
    }
    start = end + 1
  }
  return fields
}

function orEnd(index: number, length: number): number {
  return index === -1 ? length : index
}

function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

/** Decodes a name or value of a text. */
function decodeText(escaped: string): string {
  return percentDecode(escaped.includes('+') ? escaped.replaceAll('+', ' ') : escaped)
}

/** Percent-decodes a well-formed text; never throws: what is no UTF-8 becomes U+FFFD. */
export function percentDecode(text: string): string {
  let percent = text.indexOf('%')
  if (percent === -1) return text
  let decoded = ''
  let start = 0
  while (percent !== -1) {
    const byte = escapedByte(text.charCodeAt(percent + 1), text.charCodeAt(percent + 2))
    if (byte > 0x7f) return unescapeBytes(Buffer.from(text, 'utf8'))
    if (byte >= 0) {
      decoded += text.slice(start, percent) + ascii[byte]
      start = percent + 3
    }
    percent = text.indexOf('%', percent + 1)
  }
  return decoded + text.slice(start)
}

/** Decodes a name or value of bytes that are held as a Latin-1 text. */
function decodeRaw(escaped: string): string {
  return unescapeBytes(Buffer.from(escaped.replaceAll('+', ' '), 'latin1'))
}

/** Percent-decodes in place; an escape that is none stays as it is. */
function unescapeBytes(bytes: Buffer): string {
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    const escaped = byte === 0x25 ? escapedByte(bytes[i + 1], bytes[i + 2]) : -1
    if (escaped >= 0) i += 2
    bytes[length++] = escaped >= 0 ? escaped : byte
  }
  return lossyUtf8.decode(bytes.subarray(0, length))
}

/** The byte that two hexadecimal digits stand for; -1 if they are none. */
function escapedByte(high = 0, low = 0): number {
  const a = hexDigit(high)
  const b = hexDigit(low)
  return a === -1 || b === -1 ? -1 : a * 16 + b
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
