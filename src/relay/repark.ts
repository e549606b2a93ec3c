import type { Batch } from './batch.ts'
import type { Judgement } from './judge.ts'
import type { Parking } from './parking.ts'

/** Brings the parked up to date with an attempt. `attempts`: those of what is to be tried again. */
export function repark(
  parking: Parking,
  batch: Batch,
  { delivered, retry, dead }: Judgement,
  attempts: number,
  now: number,
): void {
  if (batch.kind === 'fresh') {
    for (const { event, retryInMs } of retry) {
      const { position, subject } = event
      parking.add({ position, subject, attempts, dueAt: now + retryInMs })
    }
    return
  }
  for (const { event, retryInMs } of retry) {
    parking.putBack(batch.entries.get(event.position)!, attempts, now + retryInMs)
  }
  for (const { position } of delivered) parking.release(batch.entries.get(position)!)
  for (const { event } of dead) parking.release(batch.entries.get(event.position)!)
}
