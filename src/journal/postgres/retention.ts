import type { RetentionCount, RetentionSink } from '../../domain/journal.ts'
import type { RetentionSettings } from '../../domain/settings.ts'
import type { Database } from './database.ts'
import { readUsedBytes } from './stats.ts'

/** Rows that one step touches at the most, of each kind: a step takes some ms. */
const stepRows = 500

/**
 * The server's statistics lag behind what was removed: they are not asked again before this, ms.
 */
const sizeIntervalMs = 10_000

interface RetainRow {
  scanned: string
  removed: number
  /** Null: another replica is at it, and nothing was done. */
  forced: number | null
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
    // One replica at a time: several that see the same would each remove it.
    const [mine] = await database.query({
      name: 'sizing',
      text: `UPDATE ${schema}.sizing SET looked_at = clock_timestamp()
        WHERE looked_at < clock_timestamp() - $1 * interval '1 millisecond' RETURNING true`,
      values: [sizeIntervalMs],
    })
    if (!mine) return
    const { bytes, bytesEach } = await readUsedBytes(database, schema)
    excess = Math.max(0, Math.ceil((bytes - maxBytes) / bytesEach))
  }

  /** The procedure is older than these rows are; they go as their batches do. */
  async function forgetFailures(): Promise<number> {
    const gone = await database.query({
      name: 'forget-failures',
      text: `DELETE FROM ${schema}.failure
        WHERE at < clock_timestamp() - $1 * interval '1 millisecond' AND number IN (
          SELECT number FROM ${schema}.failure ORDER BY number LIMIT $2)
        RETURNING true`,
      values: [events, stepRows],
    })
    return gone.length
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
      const { forced } = row!
      if (forced === null) {
        excess = 0
        return { removed: 0, forced: 0 }
      }
      excess -= now
      const removed = row!.removed + (await forgetFailures())
      const more = removed + forced > 0
      scanned = more ? Number(row!.scanned) : 0
      return { removed, forced }
    },
  }
}
