import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { RunningReplay } from '../../domain/journal.ts'
import { rawColumns } from '../raw-row.ts'
import { type ReplayFilter, readReplayFilter } from '../replay/filter.ts'
import type { EventRow } from './event-row.ts'

/** What a replay reads of the log at a time. */
export interface ReplayRows {
  filter: ReplayFilter
  /** In order of position; what does not fit but for its room or account is left out. */
  rows: EventRow[]
  /** How far the log was looked through. */
  upTo: number
}

/** Positions that one read looks through at the most: it holds up the live feeds meanwhile. */
const window = 2_000

interface ReplayRow {
  sink: string
  filter: string
  last: number
}

/** The replays of a sink that have not ended, the oldest first. */
export function runningReplays(db: DatabaseSync, sink: string): RunningReplay[] {
  const rows = db
    .prepare(
      "SELECT id, rate FROM replay WHERE sink = ? AND state = 'running' ORDER BY created_at, id",
    )
    .all(sink) as unknown as { id: string; rate: number | null }[]
  return rows.map(({ id, rate }) => ({ id, ...(rate !== null && { rate }) }))
}

/** The next rows of a replay; undefined where there is none of this id. */
export function readReplayRows(
  db: DatabaseSync,
  id: string,
  { after, limit }: { after: number; limit: number },
): ReplayRows | undefined {
  const replay = db.prepare('SELECT sink, filter, last FROM replay WHERE id = ?').get(id) as
    | ReplayRow
    | undefined
  if (replay === undefined) return undefined
  const filter = readReplayFilter(replay.filter)
  // A dead letter is found by itself, however far the next one is.
  const end = filter.dead ? replay.last : Math.min(replay.last, after + window)
  const { from, where, values } = conditionsOf(filter, replay.sink, id)
  const rows = db
    .prepare(
      `SELECT c.position, c.received_at, ${rawColumns} FROM ${from}
       WHERE c.position > ? AND c.position <= ? AND c.type IS NOT NULL ${where}
       ORDER BY c.position LIMIT ?`,
    )
    .all(after, end, ...values, limit) as unknown as EventRow[]
  const upTo = rows.length < limit ? Math.max(after, end) : rows.at(-1)!.position
  return { filter, rows, upTo }
}

function conditionsOf(
  { ids, type, recording, since, until, dead }: ReplayFilter,
  sink: string,
  id: string,
): { from: string; where: string; values: SQLInputValue[] } {
  const conditions: [string, ...SQLInputValue[]][] = []
  // What waits to be tried again is parked, not read.
  const waits = 'SELECT 1 FROM parked WHERE sink = ? AND position = c.position'
  conditions.push([`NOT EXISTS (${waits})`, `${sink}~${id}`])
  if (dead) conditions.push(["p.sink = ? AND p.state = 'dead'", sink])
  if (ids) conditions.push(['c.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)])
  if (recording !== undefined) conditions.push(['c.subject = ?', recording])
  if (type?.endsWith('*')) {
    conditions.push(['substr(c.type, 1, ?) = ?', type.length - 1, type.slice(0, -1)])
  } else if (type !== undefined) conditions.push(['c.type = ?', type])
  if (since !== undefined) conditions.push(['c.received_at >= ?', since])
  if (until !== undefined) conditions.push(['c.received_at < ?', until])
  return {
    from: dead ? 'parked AS p JOIN callback AS c USING (position)' : 'callback AS c',
    where: conditions.map(([text]) => `AND ${text}`).join(' '),
    values: conditions.flatMap(([, ...values]) => values),
  }
}
