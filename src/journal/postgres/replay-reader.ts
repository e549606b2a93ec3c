import type { RunningReplay } from '../../domain/journal.ts'
import { type ReplayFilter, readReplayFilter } from '../replay/filter.ts'
import type { Database } from './database.ts'
import { type EventRow, rawOf } from './event-row.ts'

/** What a replay reads of the log at a time. */
export interface ReplayRows {
  filter: ReplayFilter
  /** In order of position; what does not fit but for its room or account is left out. */
  rows: EventRow[]
  /** How far the log was looked through. */
  upTo: number
}

/** Positions that one read looks through at the most. */
const window = 5_000

/** The replays of a sink that have not ended, the oldest first. @throws Unstored */
export async function runningReplays(
  database: Database,
  schema: string,
  sink: string,
): Promise<RunningReplay[]> {
  const rows = await database.query<{ id: string; rate: number | null }>({
    name: 'replays',
    text: `SELECT id, rate FROM ${schema}.replay WHERE sink = $1 AND state = 'running'
      ORDER BY created_at, id`,
    values: [sink],
  })
  return rows.map(({ id, rate }) => ({ id, ...(rate !== null && { rate }) }))
}

/** The next rows of a replay; undefined where there is none of this id. @throws Unstored */
export async function readReplayRows(
  database: Database,
  schema: string,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<ReplayRows | undefined> {
  const [replay] = await database.query<{ sink: string; filter: string; last: string }>({
    name: 'replay',
    text: `SELECT sink, filter, last FROM ${schema}.replay WHERE id = $1`,
    values: [id],
  })
  if (replay === undefined) return undefined
  const filter = readReplayFilter(replay.filter)
  const last = Number(replay.last)
  // A dead letter is found by itself, however far the next one is.
  const end = filter.dead ? last : Math.min(last, after + window)
  const { ids, type, recording, since, until, dead } = filter
  const rows = await database.query<EventRow>({
    name: dead ? 'replay-dead' : 'replay-rows',
    text: `SELECT ${rawOf('c')} FROM ${dead ? deadLetters(schema) : `${schema}.callback AS c`}
      WHERE c.position > $1 AND c.position <= $2 AND c.type IS NOT NULL
        AND ($4::text[] IS NULL OR c.id = ANY($4))
        AND ($5::text IS NULL OR c.type = $5)
        AND ($6::text IS NULL OR starts_with(c.type, $6))
        AND ($7::text IS NULL OR c.subject = $7)
        AND ($8::float8 IS NULL OR c.received_at >= to_timestamp($8 / 1000))
        AND ($9::float8 IS NULL OR c.received_at < to_timestamp($9 / 1000))
        AND NOT EXISTS (SELECT FROM ${schema}.parked AS w
          WHERE w.sink = $10 AND w.position = c.position)
        ${dead ? "AND p.sink = $11 AND p.state = 'dead'" : ''}
      ORDER BY c.position LIMIT $3`,
    values: [
      after,
      end,
      limit,
      ids ?? null,
      type !== undefined && !type.endsWith('*') ? type : null,
      type?.endsWith('*') ? type.slice(0, -1) : null,
      recording ?? null,
      since ?? null,
      until ?? null,
      `${replay.sink}~${id}`,
      ...(dead ? [replay.sink] : []),
    ],
  })
  const upTo = rows.length < limit ? Math.max(after, end) : Number(rows.at(-1)!.position)
  return { filter, rows, upTo }
}

function deadLetters(schema: string): string {
  return `${schema}.parked AS p JOIN ${schema}.callback AS c USING (position)`
}
