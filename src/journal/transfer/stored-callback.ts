import type { RawCallback } from '../../domain/callback.ts'
import type { Reading } from '../../domain/reading.ts'
import { type Identified, identifyStored } from '../identify.ts'
import type { Row } from './sections.ts'

/**
 * A callback of an export, as an engine takes it in again, and when it was received (ms since the
 * epoch).
 */
export function storedCallback(
  reading: Reading,
  row: Row,
): { identified: Identified; receivedAt: number } {
  const raw: RawCallback = {
    method: row['method'] as RawCallback['method'],
    publicUrl: row['publicUrl'] as string,
    target: row['target'] as string,
    headers: JSON.parse(row['headers'] as string),
    body: row['body'] as Uint8Array,
  }
  const textKey = Buffer.from(row['textKey'] as string, 'hex')
  return {
    identified: identifyStored(reading, raw, { textKey, id: row['id'] as string }),
    receivedAt: row['receivedAt'] as number,
  }
}
