import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Field } from './form.ts'

/** What a request may be signed with. */
export interface SigningKey {
  key: KeyObject
  /** Auth tokens sign with SHA-1, shared keys with either. */
  algorithm: 'sha1' | 'sha256'
  /** The two keyed blocks of HMAC (RFC 2104), where the secret is short ASCII as they all are. */
  blocks?: { inner: string; outer: Buffer }
}

/** Takes the secret's text as it is: the provider's tokens and keys are used as their UTF-8. */
export function signingKey(
  secret: string,
  algorithm: SigningKey['algorithm'] = 'sha1',
): SigningKey {
  const key = createSecretKey(secret, 'utf8')
  const isShortAscii = secret.length <= 64 && !/[^\p{ASCII}]/u.test(secret)
  return { key, algorithm, ...(isShortAscii && { blocks: keyedBlocks(secret, algorithm) }) }
}

/**
 * A one-shot hash of a text to a text costs less than half of a streaming HMAC, whose objects live
 * outside of the heap. It takes texts as UTF-8; the inner block is ASCII and so stays as it is.
 */
function keyedBlocks(secret: string, algorithm: SigningKey['algorithm']) {
  const padded = Buffer.from(secret.padEnd(64, '\0'), 'latin1')
  const inner = padded.map(byte => byte ^ 0x36)
  const outer = Buffer.alloc(64 + (algorithm === 'sha1' ? 20 : 32))
  outer.set(padded.map(byte => byte ^ 0x5c))
  return { inner: Buffer.from(inner).toString('latin1'), outer }
}

const surrogate = /[\ud800-\udfff]/

/**
 * What a form adds to the signed text: each name followed by its value, nothing between, sorted by
 * name. Distinct values of one name are sorted and each preceded by the name; repeats collapse.
 *
 * Names are sorted by their bytes, as the provider documents. The official package sorts by UTF-16
 * code units, which is another order only where a name has a character beyond U+FFFF; for the
 * values of one name we follow it.
 */
export function signedFields(fields: readonly Field[]): string {
  const text = join(fields.toSorted(byCodeUnits))
  return surrogate.test(text) ? join(fields.toSorted(byCodePoints)) : text
}

/** The text that the provider signs: the URL as it was given to it, then the form's fields. */
export function signedText(url: string, fields: readonly Field[]): string {
  return fields.length === 0 ? url : url + signedFields(fields)
}

/** The signature of a text, as in `X-Twilio-Signature`. */
export function sign(text: string, { key, algorithm, blocks }: SigningKey): string {
  if (blocks) {
    blocks.outer.write(hash(algorithm, blocks.inner + text, 'binary'), 64, 'latin1')
    return hash(algorithm, blocks.outer, 'base64')
  }
  return createHmac(algorithm, key).update(text, 'utf8').digest('base64')
}

const lengths = { sha1: 28, sha256: 44 } as const

/** Is this the text's signature? Takes the same time wherever the two differ. */
export function isSignatureOf(signature: string, text: string, key: SigningKey): boolean {
  return signature.length === lengths[key.algorithm] && sameText(signature, sign(text, key))
}

/** Compares in the same time wherever two texts of one length differ. */
export function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'utf8')
  const b = Buffer.from(expected, 'utf8')
  return a.length === b.length && timingSafeEqual(a, b)
}

function join(sorted: readonly Field[]): string {
  let text = ''
  let previous: Field | undefined
  for (const field of sorted) {
    const [name, value] = field
    if (name !== previous?.[0] || value !== previous[1]) text += name + value
    previous = field
  }
  return text
}

function byCodeUnits(a: Field, b: Field): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  return a[1] < b[1] ? -1 : a[1] === b[1] ? 0 : 1
}

function byCodePoints(a: Field, b: Field): number {
  const [x, y] = [a[0], b[0]]
  if (x === y) return byCodeUnits(a, b)
  let i = 0
  while (i < x.length && x[i] === y[i]) i++
  if (i === x.length || i === y.length) return x.length - y.length
  return rank(x.charCodeAt(i)) - rank(y.charCodeAt(i))
}

/** Puts surrogates after all other code units, where the characters that they make belong. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
