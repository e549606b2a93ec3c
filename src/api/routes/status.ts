import type { Live } from '../../domain/live.ts'
import { needsOf } from '../needs.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'

/** How all is. */
export function addStatus(add: AddRoute, { ledger }: ApiParts): void {
  add({
    method: 'GET',
    path: '/status',
    summary: 'The intake, the store, each sink, and what needs a hand.',
    answer: shapes.statusShape,
    async handle({ call: { live } }) {
      const store = await ledger.store()
      const sinks = await ledger.sinks()
      const { items } = await ledger.replays({ limit: 100 })
      const needs = needsOf({ store, sinks, live }, Date.now())
      return {
        ok: needs.length === 0,
        needs,
        ...(live && { intake: intakeOf(live) }),
        store,
        sinks: sinks.map(sink => ({
          ...sink,
          ...(live && { circuit: live.openCircuits.includes(sink.name) ? 'open' : 'closed' }),
        })),
        replays: items.filter(({ state }) => state === 'running').length,
      }
    },
  })
  add<unknown, unknown, { id: string }>({
    method: 'GET',
    path: '/probes/:id',
    summary: 'How a probe of `reelay doctor` arrived at this process.',
    answer: { type: 'object' },
    handle: async ({ call: { probe } }) => probe,
  })
}

function intakeOf({ openCircuits: _, refusals: _refusals, ...intake }: Live) {
  return intake
}
