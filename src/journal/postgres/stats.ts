import type { JournalStats } from '../../domain/journal.ts'
import type { Database } from './database.ts'

/** Whoever scrapes metrics does not wait for long, ms. */
const answerMs = 2_000

/** A lag is counted exactly up to here; beyond it the distance in positions is told. */
const countedExactly = 10_000

interface SinkRow {
  name: string
  lag: string
  oldest_ms: number
  dead: string
  paused: boolean
}

/** Reads how much is stored and how far each sink has come. @throws Unstored */
export async function readStats(
  database: Database,
  schema: string,
  sinks: readonly string[],
): Promise<JournalStats> {
  const [storeBytes, counts, rows] = await Promise.all([
    readUsedBytes(database, schema).then(({ bytes }) => bytes),
    readCounts(database, schema),
    database.query<SinkRow>(
      {
        name: 'stats',
        text: `
        SELECT s.name, w.waiting + CASE WHEN c.counted > ${countedExactly}
            THEN head.position - s.cursor ELSE c.counted END AS lag,
          coalesce(extract(epoch FROM clock_timestamp() - least(w.oldest, c.oldest)) * 1000, 0)::float8
            AS oldest_ms,
          (SELECT count(*) FROM ${schema}.parked
           WHERE sink = s.name AND state = 'dead') AS dead,
          EXISTS (SELECT 1 FROM ${schema}.sink AS place
                  WHERE place.name = s.name AND place.paused_at IS NOT NULL) AS paused
        FROM (SELECT name, coalesce(${schema}.cursor_of(name), 0) AS cursor
              FROM unnest($1::text[]) AS name) AS s
          CROSS JOIN (SELECT coalesce(max(position), 0) AS position
                      FROM ${schema}.callback) AS head
          CROSS JOIN LATERAL (
            SELECT count(*) AS counted, min(received_at) AS oldest FROM (
              SELECT received_at FROM ${schema}.callback
              WHERE position > s.cursor AND type IS NOT NULL
              ORDER BY position LIMIT ${countedExactly + 1}) AS next) AS c
          CROSS JOIN LATERAL (
            SELECT count(*) AS waiting, (SELECT received_at FROM ${schema}.callback
              WHERE position = min(p.position)) AS oldest
            FROM ${schema}.parked AS p WHERE sink = s.name AND state = 'waiting') AS w`,
        values: [sinks],
      },
      answerMs,
    ),
  ])
  return {
    storeBytes,
    ...counts,
    sinks: rows.map(({ name, lag, oldest_ms: oldestMs, dead, paused }) => ({
      name,
      lag: Number(lag),
      oldestMs: Math.max(0, oldestMs),
      dead: Number(dead),
      paused,
    })),
  }
}

/** What there is a partial index for, each. */
async function readCounts(
  database: Database,
  schema: string,
): Promise<Pick<JournalStats, 'quarantined' | 'stalled' | 'replays'>> {
  const [row] = await database.query<{ quarantined: string; stalled: string; replays: string }>(
    {
      name: 'counts',
      text: `
      SELECT (SELECT count(*) FROM ${schema}.callback WHERE type IS NULL) AS quarantined,
        (SELECT count(*) FROM ${schema}.recording WHERE state = 'stalled') AS stalled,
        (SELECT count(*) FROM ${schema}.replay WHERE state = 'running') AS replays`,
      values: [],
    },
    answerMs,
  )
  const { quarantined, stalled, replays } = row!
  return {
    quarantined: Number(quarantined),
    stalled: Number(stalled),
    replays: Number(replays),
  }
}

/** What is stored, as far as the server's statistics tell; they forget after a crash. */
export interface UsedBytes {
  bytes: number
  /** What one callback takes, with its identity keys. */
  bytesEach: number
}

/**
 * Bytes that stored rows take. A table of Postgres does not shrink when rows are removed, so this
 * is the number of rows that are alive times what one takes.
 */
export async function readUsedBytes(database: Database, schema: string): Promise<UsedBytes> {
  const [row] = await database.query<{ callbacks: string; identities: string; each: number }>(
    {
      name: 'used-bytes',
      text: `
      SELECT coalesce(sum(n_live_tup) FILTER (WHERE relname = 'callback'), 0) AS callbacks,
        coalesce(sum(n_live_tup) FILTER (WHERE relname = 'identity'), 0) AS identities,
        (SELECT coalesce(avg(pg_column_size(c.*)), 0)::float8 FROM (
          SELECT * FROM ${schema}.callback ORDER BY position DESC LIMIT 100) AS c) AS each
      FROM pg_stat_user_tables WHERE schemaname = $1`,
      values: [schema],
    },
    answerMs,
  )
  const bytesEach = row!.each + indexBytes
  const bytes = Number(row!.callbacks) * bytesEach + Number(row!.identities) * identityBytes
  return { bytes: Math.round(bytes), bytesEach }
}

/** An entry of the index on positions and a line pointer. */
const indexBytes = 28
/** A row of identity (52 bytes) and its entry in the index (28). */
const identityBytes = 80
