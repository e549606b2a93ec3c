import type { EventFilter, PageRequest, RecordingFilter, RecordingState } from '../domain/ledger.ts'

/** A query whose parameters are as their schemas say. */
export interface ListQuery {
  limit: number
  cursor?: string
  state?: string | string[]
  account?: string
  room?: string
  recording?: string
  type?: string
  sink?: string
  since?: string
  until?: string
  after?: number
}

/** Each parameter is right, but not together. */
export class BadQuery extends Error {
  override name = 'BadQuery'
  /** As Fastify knows it. */
  readonly statusCode = 400
}

export function readPage({ limit, cursor }: ListQuery): PageRequest {
  return { limit, ...(cursor !== undefined && { cursor }) }
}

export function readRecordingFilter(query: ListQuery): RecordingFilter {
  const { state, account, room } = query
  return {
    ...(state !== undefined && { states: [state].flat() as RecordingState[] }),
    ...(account !== undefined && { account }),
    ...(room !== undefined && { room }),
    ...readTimes(query),
  }
}

/** @throws BadQuery where a state is asked for, and not at which sink */
export function readEventFilter(query: Omit<ListQuery, 'limit'>): EventFilter {
  const { account, room, recording, type, sink, state, after } = query
  if (state !== undefined && sink === undefined) {
    throw new BadQuery('"state" is what became of an event at a sink: "sink" has to be given, too.')
  }
  return {
    ...(account !== undefined && { account }),
    ...(room !== undefined && { room }),
    ...(recording !== undefined && { recording }),
    ...(type !== undefined && { type }),
    ...(sink !== undefined && { sink }),
    ...(state !== undefined && { state: state as NonNullable<EventFilter['state']> }),
    ...(after !== undefined && { after }),
    ...readTimes(query),
  }
}

function readTimes({ since, until }: { since?: string; until?: string }) {
  return {
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
}
