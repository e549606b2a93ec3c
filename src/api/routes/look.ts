import { pageParams, params, queryOf } from '../params.ts'
import { type ListQuery, readEventFilter, readPage, readRecordingFilter } from '../read-query.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'

const { account, room, recording, type, sink, since, until, after } = params

/** Recordings and events. */
export function addLookUps(add: AddRoute, { ledger }: ApiParts): void {
  add<ListQuery>({
    method: 'GET',
    path: '/recordings',
    summary: 'Recordings with their state now, the newest first.',
    query: queryOf({ ...pageParams, state: params.recordingState, account, room, since, until }),
    answer: shapes.pageOf(shapes.recordingItem),
    handle: ({ query }) => ledger.recordings(readRecordingFilter(query), readPage(query)),
  })
  add<unknown, unknown, { sid: string }>({
    method: 'GET',
    path: '/recordings/:sid',
    summary: 'A recording with its history: callbacks, events, and what became of them.',
    answer: shapes.recordingHistory,
    handle: ({ params: { sid } }) => ledger.recording(sid),
  })
  add<ListQuery>({
    method: 'GET',
    path: '/events',
    summary: 'Events, the newest first; with `after` the oldest first.',
    query: queryOf({ ...pageParams, ...eventParams, after }),
    answer: shapes.pageOf(shapes.eventItem),
    handle: ({ query }) => ledger.events(readEventFilter(query), readPage(query)),
  })
  add<unknown, unknown, { id: string }>({
    method: 'GET',
    path: '/events/:id',
    summary: 'An event, or a quarantined callback, and what became of it.',
    answer: shapes.eventDetail,
    handle: ({ params: { id } }) => ledger.event(id),
  })
}

/** What events are told apart by. */
export const eventParams = {
  type,
  account,
  room,
  recording,
  sink,
  state: params.eventState,
  since,
  until,
}
