import type { RawCallback } from '../domain/callback.ts'

/** The columns that hold a request as it came, in the order in which they are written. */
export const rawColumns = 'method, public_url, target, headers, body'

export interface RawRow {
  method: string
  public_url: string
  target: string
  headers: string
  body: Uint8Array
}

/** Makes the raw callback of a row. */
export function toRaw(row: RawRow): RawCallback {
  return {
    method: row.method as RawCallback['method'],
    publicUrl: row.public_url,
    target: row.target,
    headers: JSON.parse(row.headers),
    body: row.body,
  }
}
