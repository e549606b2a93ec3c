import type { Ledger } from '../../domain/ledger.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Query } from './query.ts'

/** Causes that are told, the most frequent ones. */
const mostCauses = 100

interface DeadRow {
  sink: string
  position: number
  subject: string
  attempts: number
  cause: string
  at: number
  id: string | null
  type: string | null
  received_at: number | null
}

/** What was given up; see `Ledger`. */
export function createDeadLetters(query: Query): Pick<Ledger, 'deadLetters' | 'deadLetterCauses'> {
  const { ms } = query.dialect
  return {
    async deadLetters({ sink }, { limit, cursor }) {
      const end = cursor === undefined ? undefined : readCursor(cursor)
      const position = end?.position ?? Number.MAX_SAFE_INTEGER
      const values = [position, end?.key ?? '', ...(sink === undefined ? [] : [sink])]
      const rows = await query.rows<DeadRow>(
        `SELECT p.sink AS sink, p.position AS position, p.subject AS subject,
           p.attempts AS attempts, p.cause AS cause, ${ms('p.at')} AS at, c.id AS id,
           c.type AS type, ${ms('c.received_at')} AS received_at
         FROM (SELECT * FROM parked
               WHERE state = 'dead' AND (position < $1 OR (position = $1 AND sink > $2))
                 ${sink === undefined ? '' : 'AND sink = $3'}
               ORDER BY position DESC, sink LIMIT ${limit + 1}) AS p
           LEFT JOIN callback AS c ON c.position = p.position
         ORDER BY p.position DESC, p.sink`,
        values,
      )
      const items = rows.slice(0, limit).map(row => ({
        sink: row.sink,
        id: row.id ?? '',
        position: row.position,
        type: row.type ?? '',
        subject: row.subject,
        receivedAt: row.received_at === null ? '' : new Date(row.received_at).toISOString(),
        at: new Date(row.at).toISOString(),
        attempts: row.attempts,
        cause: row.cause,
      }))
      const last = items.at(-1)
      const more = rows.length > limit && last
      return {
        items,
        ...(more && { next: writeCursor({ position: last.position, key: last.sink }) }),
      }
    },
    async deadLetterCauses({ sink }) {
      const rows = await query.rows<{
        sink: string
        cause: string
        count: number
        newest: number
      }>(
        `SELECT sink, cause, count(*) AS count, max(${ms('at')}) AS newest
         FROM parked WHERE state = 'dead' ${sink === undefined ? '' : 'AND sink = $1'}
         GROUP BY sink, cause ORDER BY count(*) DESC, sink, cause LIMIT ${mostCauses}`,
        sink === undefined ? [] : [sink],
      )
      return rows.map(({ newest, ...row }) => ({
        ...row,
        newestAt: new Date(newest).toISOString(),
      }))
    },
  }
}
