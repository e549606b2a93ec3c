import type { Ledger, ReplayItem, ReplayState } from '../../domain/ledger.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Query } from './query.ts'

interface ReplayRow {
  id: string
  sink: string
  state: ReplayState
  filter: string
  rate: number | null
  total: number
  delivered: number
  failed: number
  created_at: number
  created_by: string
  ended_at: number | null
}

/** What is, and was, sent again; see `Ledger`. */
export function createReplayList(query: Query): Pick<Ledger, 'replays' | 'replay'> {
  const { ms, instant } = query.dialect
  const columns = `id, sink, state, filter, rate, total, delivered, failed,
    ${ms('created_at')} AS created_at, created_by, ${ms('ended_at')} AS ended_at`
  return {
    async replays({ limit, cursor }) {
      const end = cursor === undefined ? undefined : readCursor(cursor)
      const before = `created_at < ${instant(1)} OR (created_at = ${instant(1)} AND id > $2)`
      const rows = await query.rows<ReplayRow>(
        `SELECT ${columns} FROM replay AS r ${end ? `WHERE ${before}` : ''}
         ORDER BY r.created_at DESC, r.id LIMIT ${limit + 1}`,
        end ? [end.position, end.key ?? ''] : [],
      )
      const last = rows[limit - 1]
      const more = rows.length > limit && last
      return {
        items: rows.slice(0, limit).map(toItem),
        ...(more && { next: writeCursor({ position: last.created_at, key: last.id }) }),
      }
    },
    async replay(id) {
      const row = await query.row<ReplayRow>(`SELECT ${columns} FROM replay WHERE id = $1`, [id])
      return row && toItem(row)
    },
  }
}

function toItem(row: ReplayRow): ReplayItem {
  const { id, sink, state, filter, rate, total, delivered, failed } = row
  return {
    id,
    sink,
    state,
    filter: readable(JSON.parse(filter)),
    ...(rate !== null && { rate }),
    total,
    delivered,
    failed,
    createdAt: new Date(row.created_at).toISOString(),
    createdBy: row.created_by,
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at).toISOString() }),
  }
}

/** Instants as people read them. */
function readable(filter: Record<string, unknown>): Record<string, unknown> {
  const isInstant = (name: string): boolean => name === 'since' || name === 'until'
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      isInstant(name) ? new Date(value as number).toISOString() : value,
    ]),
  )
}
