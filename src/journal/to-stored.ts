import { toCloudEvent } from '../domain/event.ts'
import type { StoredEvent } from '../domain/journal.ts'
import type { Log } from '../domain/log.ts'
import type { Reading } from '../domain/reading.ts'
import { parseSafely } from './identify.ts'
import { type RawRow, toRaw } from './raw-row.ts'

/**
 * Makes the event of a row again. Undefined where it no longer parses, as after an upgrade: the log
 * says so, and it is not relayed. `receivedAt` in ms since the epoch.
 */
export function toStored(
  row: RawRow,
  { position, receivedAt }: { position: number; receivedAt: number },
  reading: Reading,
  log: Log,
): StoredEvent | undefined {
  const parsed = parseSafely(reading, toRaw(row))
  if (parsed.kind === 'misfit') {
    const { errors } = parsed
    const msg = 'A stored callback no longer fits its schema; it is kept but not relayed'
    log.error({ event: 'callback.quarantined', errors, position }, msg)
    return undefined
  }
  const { subject, type } = parsed.event
  return { position, subject, type, event: toCloudEvent(parsed.event, receivedAt) }
}
