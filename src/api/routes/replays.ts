import type { EventFilter } from '../../domain/ledger.ts'
import type { ReplayRequest } from '../../domain/mending.ts'
import { pageParams, params, queryOf } from '../params.ts'
import { type ListQuery, readEventFilter, readPage } from '../read-query.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'
import { dryRun, nobody } from './troubles.ts'

interface ReplayBody {
  sink?: string
  filter?: Omit<ListQuery, 'limit'> & { ids?: string[] }
  dead?: boolean
  rate?: number
  dryRun: boolean
}

const { account, room, recording, type, since, until } = params
const ids = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 1_000 }

/** Events sent again. */
export function addReplays(add: AddRoute, { ledger, mending }: ApiParts): void {
  add<ListQuery>({
    method: 'GET',
    path: '/replays',
    summary: 'Replays, the newest first.',
    query: queryOf(pageParams),
    answer: shapes.pageOf(shapes.replayItem),
    handle: ({ query }) => ledger.replays(readPage(query)),
  })
  add<unknown, unknown, { id: string }>({
    method: 'GET',
    path: '/replays/:id',
    summary: 'A replay, and how far it is.',
    answer: shapes.replayItem,
    handle: ({ params: { id } }) => ledger.replay(id),
  })
  add<unknown, ReplayBody>({
    method: 'POST',
    path: '/replays',
    summary: 'Sends events again, to one sink or to all; or tells what would be sent.',
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        sink: params.sink,
        filter: queryOf({ ids, account, room, recording, type, since, until }),
        dead: { type: 'boolean', description: 'Only what is a dead letter of the sink.' },
        rate: { type: 'number', exclusiveMinimum: 0, description: 'Events a second at the most.' },
        dryRun,
      },
    },
    answer: { anyOf: [shapes.pageOf(shapes.replayItem), shapes.replayPlan] },
    async handle({ body, call, audit }) {
      const by = mending ?? nobody()
      const request = requestOf(body)
      if (body.dryRun) return by.planReplay(request)
      const items = await by.startReplays(request, call.operator)
      const count = items.reduce((sum, { total }) => sum + total, 0)
      audit({ action: 'replay.started', count, ...(body.sink && { sink: body.sink }) })
      return { items }
    },
  })
  add<unknown, unknown, { id: string }>({
    method: 'DELETE',
    path: '/replays/:id',
    summary: 'Ends a replay; what it has delivered stays delivered.',
    answer: { type: 'object', properties: { cancelled: { type: 'boolean' } } },
    async handle({ params: { id }, audit }) {
      const cancelled = await (mending ?? nobody()).cancelReplay(id)
      if (cancelled === undefined) return undefined
      const replay = cancelled ? await ledger.replay(id) : undefined
      if (replay) {
        const { sink, total, delivered, failed } = replay
        audit({ action: 'replay.cancelled', count: total - delivered - failed, sink })
      }
      return { cancelled }
    },
  })
}

function requestOf({ sink, filter = {}, dead, rate }: ReplayBody): ReplayRequest {
  const { ids: given, ...rest } = filter
  const wanted: EventFilter = { ...readEventFilter(rest), ...(given && { ids: given }) }
  return {
    ...(sink !== undefined && { sink }),
    filter: wanted,
    ...(dead === true && { dead }),
    ...(rate !== undefined && { rate }),
  }
}
