import type { StoredEvent } from '../../domain/journal.ts'

/**
 * Which events a replay sends, as it is kept in the journal's row. All that is given must fit;
 * rooms are SIDs, instants ms since the epoch.
 */
export interface ReplayFilter {
  ids?: readonly string[]
  /** A type, or its beginning and a `*`. */
  type?: string
  account?: string
  rooms?: readonly string[]
  recording?: string
  /** Stored at or after this; `until`: before this. */
  since?: number
  until?: number
  /** Only what is a dead letter of the sink. */
  dead?: true
}

/** Reads the filter of a row. */
export function readReplayFilter(json: string): ReplayFilter {
  return JSON.parse(json) as ReplayFilter
}

/** Does the filter fit, but for `dead`, which only the journal can tell? */
export function fitsReplay(filter: ReplayFilter, { type, subject, event }: StoredEvent): boolean {
  const { ids, account, rooms, recording, since, until } = filter
  const receivedAt = Date.parse(event.receivedat)
  const places = event.source.split('/')
  return (
    (ids === undefined || ids.includes(event.id)) &&
    (recording === undefined || recording === subject) &&
    (account === undefined || places.includes(account)) &&
    (rooms === undefined || rooms.some(room => places.includes(room))) &&
    (since === undefined || receivedAt >= since) &&
    (until === undefined || receivedAt < until) &&
    (filter.type === undefined || fitsType(filter.type, type))
  )
}

function fitsType(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type
}
