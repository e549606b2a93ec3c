import type { FieldError } from '../../domain/event.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Query } from './query.ts'

/** Causes that are told, the most frequent ones. */
const mostCauses = 100

interface QuarantineRow {
  position: number
  received_at: number
  id: string
  errors: string
  account: string | null
  subject: string | null
}

/** What fits no schema; see `Ledger`. */
export function createQuarantine(query: Query): Pick<Ledger, 'quarantine' | 'quarantineCauses'> {
  const { ms } = query.dialect
  return {
    async quarantine({ limit, cursor }) {
      const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor(cursor).position
      const rows = await query.rows<QuarantineRow>(
        `SELECT c.position AS position, ${ms('c.received_at')} AS received_at, c.id AS id,
           c.errors AS errors, e.account AS account, e.subject AS subject
         FROM (SELECT * FROM entry WHERE type IS NULL AND position < $1
               ORDER BY position DESC LIMIT ${limit + 1}) AS e
           JOIN callback AS c ON c.position = e.position
         ORDER BY e.position DESC`,
        [below],
      )
      const items = rows.slice(0, limit).map(row => ({
        id: row.id,
        position: row.position,
        receivedAt: new Date(row.received_at).toISOString(),
        ...(row.account !== null && { accountSid: row.account }),
        ...(row.subject !== null && { recordingSid: row.subject }),
        errors: JSON.parse(row.errors) as FieldError[],
      }))
      const more = rows.length > limit
      const position = items.at(-1)?.position ?? 0
      return { items, ...(more && { next: writeCursor({ position }) }) }
    },
    async quarantineCauses() {
      const rows = await query.rows<{ errors: string; count: number; newest: number }>(
        `SELECT errors, count(*) AS count, max(${ms('received_at')}) AS newest
         FROM callback WHERE type IS NULL GROUP BY errors
         ORDER BY count(*) DESC, max(${ms('received_at')}) DESC LIMIT ${mostCauses}`,
      )
      return rows.map(({ errors, count, newest }) => ({
        cause: causeOf(JSON.parse(errors)),
        count,
        newestAt: new Date(newest).toISOString(),
      }))
    },
  }
}

function causeOf(errors: readonly FieldError[]): string {
  return errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')
}
