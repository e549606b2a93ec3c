import type { PurgeRequest } from '../../domain/mending.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'
import { dryRun, nobody } from './troubles.ts'

interface PurgeBody {
  participant?: string
  room?: string
  before?: string
  dryRun: boolean
}

const text = { type: 'string', minLength: 1, maxLength: 1_000 }

/** Personal data, erased on request. */
export function addPurges(add: AddRoute, { mending }: ApiParts): void {
  add<unknown, PurgeBody>({
    method: 'POST',
    path: '/purges',
    summary: 'Erases the payloads of what a participant, a room or a time has in it.',
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        participant: { ...text, description: 'Identity.' },
        room: { ...text, description: 'SID or name.' },
        before: { type: 'string', format: 'date-time' },
        dryRun,
      },
      oneOf: ['participant', 'room', 'before'].map(name => ({ required: [name] })),
    },
    answer: shapes.purgeResult,
    async handle({ body, audit }) {
      const options = { dryRun: body.dryRun }
      const result = await (mending ?? nobody()).purge(requestOf(body), options)
      if (!body.dryRun) audit({ action: 'purged', count: result.callbacks })
      return result
    },
  })
}

function requestOf({ participant, room, before }: PurgeBody): PurgeRequest {
  if (participant !== undefined) return { participant }
  if (room !== undefined) return { room }
  return { before: Date.parse(before!) }
}
