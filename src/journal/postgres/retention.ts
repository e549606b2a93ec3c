import type { RetentionCount, RetentionSink } from '../../domain/journal.ts'
import type { RetentionSettings } from '../../domain/settings.ts'
import type { Database } from './database.ts'
import { readUsedBytes } from './stats.ts'

/** Rows that one step touches at the most, of each kind: a step takes some ms. */
const stepRows = 500

/** The server's statistics lag behind what was removed: they are not asked again before this, ms. */
const sizeIntervalMs = 10_000

interface RetainRow {
  scanned: string
  removed: number
  forced: number
}

/** Removes what is past retention, in small steps. */
export interface Retention {
  /** One step; call it again, with pauses, until it removes nothing more. @throws Unstored */
  step(): Promise<RetentionCount>
}

export function createRetention(options: {
  database: Database
  schema: string
  retention: RetentionSettings
  sinks: readonly RetentionSink[]
  now: () => number
}): Retention {
  const { database, schema, retention, sinks, now } = options
  const { events, quarantine, deadLetters, maxAge, maxStoreBytes } = retention
  let scanned = 0
  let sizeAskedAt = Number.NEGATIVE_INFINITY
  let excess = 0

  async function findExcess(maxBytes: number): Promise<void> {
    if (excess > 0 || now() < sizeAskedAt + sizeIntervalMs) return
    sizeAskedAt = now()
    const { bytes, bytesEach } = await readUsedBytes(database, schema)
    excess = Math.max(0, Math.ceil((bytes - maxBytes) / bytesEach))
  }

  return {
    async step() {
      if (maxStoreBytes !== undefined) await findExcess(maxStoreBytes)
      const now = Math.min(excess, stepRows)
      const [row] = await database.query<RetainRow>({
        name: 'retain',
        text: `CALL ${schema}.retain($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)`,
        values: [
          events,
          quarantine,
          deadLetters,
          maxAge,
          JSON.stringify(sinks),
          now,
          stepRows,
          scanned,
        ],
      })
      excess -= now
      const { removed, forced } = row!
      const more = removed + forced > 0
      scanned = more ? Number(row!.scanned) : 0
      return { removed, forced }
    },
  }
}
