import { Unstored } from '../../domain/journal.ts'
import type { Live, Refusal } from '../../domain/live.ts'
import { pageParams, params, queryOf } from '../params.ts'
import { type ListQuery, readPage } from '../read-query.ts'
import { readRefusals } from '../refusal-page.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'

const { sink } = params

/** What did not go as it should: the quarantine, dead letters, refusals. */
export function addTroubles(add: AddRoute, { ledger, mending }: ApiParts): void {
  add<ListQuery>({
    method: 'GET',
    path: '/quarantine',
    summary: 'Genuine callbacks that fit no schema, the newest first.',
    query: queryOf(pageParams),
    answer: shapes.pageOf(shapes.quarantineItem),
    handle: ({ query }) => ledger.quarantine(readPage(query)),
  })
  add({
    method: 'GET',
    path: '/quarantine/causes',
    summary: 'Why they fit none, the most frequent cause first.',
    answer: shapes.pageOf(shapes.causeItem),
    handle: async () => ({ items: await ledger.quarantineCauses() }),
  })
  add<unknown, { dryRun?: boolean } | null>({
    method: 'POST',
    path: '/quarantine/reparse',
    summary: 'Parses what is quarantined again; what fits now is relayed.',
    body: { type: 'object', additionalProperties: false, properties: { dryRun } },
    answer: shapes.reparseResult,
    async handle({ body, audit }) {
      const result = await (mending ?? nobody()).reparse({ dryRun: body?.dryRun ?? false })
      if (!body?.dryRun) audit({ action: 'quarantine.reparsed', count: result.fits })
      return result
    },
  })
  add<ListQuery>({
    method: 'GET',
    path: '/dead-letters',
    summary: 'Events that a sink did not get for good, the newest first.',
    query: queryOf({ ...pageParams, sink }),
    answer: shapes.pageOf(shapes.deadLetterItem),
    handle: ({ query }) => ledger.deadLetters(ofSink(query), readPage(query)),
  })
  add<ListQuery>({
    method: 'GET',
    path: '/dead-letters/causes',
    summary: 'Why it did not, the most frequent cause first.',
    query: queryOf({ sink }),
    answer: shapes.pageOf(shapes.causeItem),
    handle: async ({ query }) => ({ items: await ledger.deadLetterCauses(ofSink(query)) }),
  })
  add<ListQuery>({
    method: 'GET',
    path: '/refusals',
    summary: 'Requests that were refused of late by this process, the newest first.',
    query: queryOf(pageParams),
    answer: shapes.pageOf(shapes.refusalItem),
    handle: async ({ query, call }) => readRefusals(refusalsOf(call.live), readPage(query)),
  })
  add({
    method: 'GET',
    path: '/refusals/causes',
    summary: 'Why they were, and what to change.',
    answer: shapes.pageOf(shapes.refusalCause),
    handle: async ({ call }) => ({ items: causesOf(refusalsOf(call.live)) }),
  })
}

export const dryRun = {
  type: 'boolean',
  default: false,
  description: 'Only tell what would be done.',
} as const

function ofSink({ sink }: Pick<ListQuery, 'sink'>): { sink?: string } {
  return sink === undefined ? {} : { sink }
}

function refusalsOf(live: Live | undefined): readonly Refusal[] {
  if (live) return live.refusals
  throw new Unstored('closed', 'Refusals are in the memory of the service, and none runs here.')
}

function causesOf(refusals: readonly Refusal[]) {
  const causes = new Map<
    string,
    { reason: string; hint: string; count: number; newestAt: string }
  >()
  for (const { reason, hint, at } of refusals) {
    const known = causes.get(`${reason} ${hint}`)
    if (known) known.count++
    else causes.set(`${reason} ${hint}`, { reason, hint, count: 1, newestAt: at })
  }
  return [...causes.values()].sort((a, b) => b.count - a.count)
}

/** There is nobody to write. */
export function nobody(): never {
  throw new Unstored('closed', 'Only the running service changes its store, and none runs here.')
}
