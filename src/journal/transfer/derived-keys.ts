import type { Reading } from '../../domain/reading.ts'
import type { Row } from './sections.ts'

/** The identity keys of a callback, in hex, that follow from its own row. */
export function derivedKeys(reading: Reading, callback: Row): string[] {
  const { textKey, id, type } = callback
  return [
    ...(textKey === null ? [] : [textKey as string]),
    ...(type === null ? [] : [hexOf(reading.eventIdKey(id as string))]),
  ]
}

/** 16 bytes as they are written. */
export function hexOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex')
}
