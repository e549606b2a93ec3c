import type { RawRow } from '../raw-row.ts'

/** A row of the log; `received_at` in ms since the epoch. */
export type EventRow = RawRow & { position: number; received_at: number }
