import type { Desk } from '../../domain/desk.ts'
import type { Mending, ReparseResult } from '../../domain/mending.ts'
import type { Reading } from '../../domain/reading.ts'
import { parseSafely } from '../identify.ts'
import { positionOf } from '../ledger/event-look-up.ts'
import type { Projector } from '../ledger/projector.ts'
import type { Query } from '../ledger/query.ts'
import { readStored } from '../ledger/stored-row.ts'
import { toRaw } from '../raw-row.ts'

/** Rows that are looked at in one go. */
const step = 200

/** What is quarantined, parsed again; see `Mending`. */
export function createReparse(options: {
  query: Query
  projector: Pick<Projector, 'forget'>
  desk: Desk
  reading: Reading
}): Mending['reparse'] {
  const { query, projector, desk, reading } = options

  return async ({ dryRun }) => {
    const result: ReparseResult = { looked: 0, fits: 0, duplicates: 0, misfits: 0 }
    for (let after = 0; ; ) {
      const rows = await query.rows<{ position: number }>(
        `SELECT position FROM callback WHERE type IS NULL AND position > $1
         ORDER BY position LIMIT ${step}`,
        [after],
      )
      if (rows.length === 0) return result
      const positions = rows.map(({ position }) => position)
      after = positions.at(-1)!
      for (const row of await readStored(query, positions)) {
        result.looked++
        const parsed = parseSafely(reading, toRaw(row))
        if (parsed.kind === 'misfit') result.misfits++
        else if (dryRun) {
          const place = await positionOf(query, reading, parsed.event.id)
          result[place === undefined ? 'fits' : 'duplicates']++
        } else {
          const outcome = await desk.requeue(row.position)
          if (outcome !== 'misfit') await projector.forget([row.position])
          if (outcome === 'requeued') result.fits++
          if (outcome === 'duplicate') result.duplicates++
          if (outcome === 'misfit') result.misfits++
        }
      }
    }
  }
}
