import type { DatabaseSync } from 'node:sqlite'
import type { JournalStats } from '../../domain/journal.ts'

/** A lag is counted exactly up to here; beyond it the distance in positions is told. */
const countedExactly = 10_000

/** Reads how much is stored and how far each sink has come. `now` in ms since the epoch. */
export function readStats(db: DatabaseSync, sinks: readonly string[], now: number): JournalStats {
  const number = (sql: string, ...values: (string | number)[]): number =>
    Object.values(db.prepare(sql).get(...values) ?? { none: 0 })[0] as number
  const pages = number('PRAGMA page_count') - number('PRAGMA freelist_count')
  const head = number('SELECT coalesce(max(position), 0) FROM callback')
  return {
    storeBytes: pages * number('PRAGMA page_size'),
    quarantined: number('SELECT count(*) FROM callback WHERE type IS NULL'),
    replays: number("SELECT count(*) FROM replay WHERE state = 'running'"),
    sinks: sinks.map(name => {
      const position = number('SELECT coalesce(max(position), 0) FROM sink WHERE name = ?', name)
      const counted = number(
        `SELECT count(*) FROM (SELECT 1 FROM callback
         WHERE position > ? AND type IS NOT NULL LIMIT ${countedExactly + 1})`,
        position,
      )
      const parked = "FROM parked WHERE sink = ? AND state = 'waiting'"
      const oldest = number(
        `SELECT coalesce(min(received_at), ${now}) FROM callback WHERE position IN (
           (SELECT min(position) FROM callback WHERE position > ? AND type IS NOT NULL),
           (SELECT min(position) ${parked}))`,
        position,
        name,
      )
      return {
        name,
        lag:
          number(`SELECT count(*) ${parked}`, name) +
          (counted > countedExactly ? head - position : counted),
        oldestMs: Math.max(0, now - oldest),
        dead: number("SELECT count(*) FROM parked WHERE sink = ? AND state = 'dead'", name),
        paused: number('SELECT count(paused_at) FROM sink WHERE name = ?', name) > 0,
      }
    }),
  }
}
