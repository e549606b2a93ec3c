import { sqlClient } from '../postgres/sql-client.ts'
import type { Batch, LeaseTaken } from './check-leases.ts'
import type { StoredCallback } from './check-store.ts'

/** Reads what the replicas left in Postgres. */
export async function readStore(
  url: string,
): Promise<{ stored: StoredCallback[]; batches: Batch[]; leases: LeaseTaken[] }> {
  const sql = sqlClient(url)
  return {
    stored: await sql(`
      SELECT position, id, subject, ${micros('received_at')} AS "receivedAt"
      FROM reelay.callback ORDER BY position`),
    batches: await sql(`
      SELECT number, sink, first, last, token, ${micros('settled_at')} AS "settledAt"
      FROM reelay.batch ORDER BY number`),
    leases: await sql(`
      SELECT sink, token, owner, ${micros('taken_at')} AS "takenAt"
      FROM reelay.lease_history ORDER BY sink, token`),
  }
}

/** A date would lose them. */
function micros(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000000)::bigint`
}
