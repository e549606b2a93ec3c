import type { SinkItem } from '../../domain/ledger.ts'
import type { Mending, Place } from '../../domain/mending.ts'
import type { AuditAction } from '../call.ts'
import { params, queryOf } from '../params.ts'
import type { AddRoute, ApiParts } from '../routes.ts'
import * as shapes from '../shapes.ts'
import { nobody } from './troubles.ts'

type Named = { name: string }

/** Sinks and their places. */
export function addSinks(add: AddRoute, { ledger, mending }: ApiParts): void {
  add({
    method: 'GET',
    path: '/sinks',
    summary: 'Sinks, and how far each is.',
    query: queryOf({ limit: params.limit, cursor: params.cursor }),
    answer: shapes.pageOf(shapes.sinkItem),
    handle: async () => ({ items: await ledger.sinks() }),
  })
  add<unknown, { from: string }, Named>({
    method: 'POST',
    path: '/sinks/:name',
    summary: 'Gives a sink its place before the configuration names it.',
    body: placed('from', ['beginning', 'now']),
    answer: {
      type: 'object',
      properties: { result: { type: 'string', enum: ['added', 'exists'] } },
    },
    async handle({ params: { name }, body: { from }, audit }) {
      if (!/^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/.test(name)) return undefined
      const result = await (mending ?? nobody()).addSink(name, placeOf(from))
      if (result === 'added') audit({ action: 'sink.added', count: 1, sink: name })
      return { result }
    },
  })
  change('pause', 'Tells a sink to wait: it keeps its place.', 'sink.paused', (by, name) =>
    by.pauseSink(name),
  )
  change('resume', 'Lets it go on.', 'sink.resumed', (by, name) => by.resumeSink(name))
  move('rewind', 'Back to a place: all that follows is delivered again.', 'sink.rewound', [
    'beginning',
  ])
  move('skip', 'On to a place: what is before it and not delivered will not be.', 'sink.skipped', [
    'now',
  ])

  function change(
    verb: string,
    summary: string,
    action: AuditAction,
    act: (by: Mending, name: string) => Promise<SinkItem | undefined>,
  ): void {
    add<unknown, unknown, Named>({
      method: 'POST',
      path: `/sinks/:name/${verb}`,
      summary,
      body: { type: ['object', 'null'], additionalProperties: false },
      answer: shapes.sinkItem,
      async handle({ params: { name }, audit }) {
        const item = await act(mending ?? nobody(), name)
        if (item) audit({ action, count: 1, sink: name })
        return item
      },
    })
  }

  function move(
    verb: 'rewind' | 'skip',
    summary: string,
    action: AuditAction,
    words: readonly string[],
  ): void {
    add<unknown, { to: string }, Named>({
      method: 'POST',
      path: `/sinks/:name/${verb}`,
      summary,
      body: placed('to', words),
      answer: shapes.sinkItem,
      async handle({ params: { name }, body: { to }, audit }) {
        const by = mending ?? nobody()
        const before = (await ledger.sinks()).find(each => each.name === name)
        const place = placeOf(to)
        const item = await (verb === 'rewind'
          ? by.rewindSink(name, place)
          : by.skipSink(name, place))
        if (item && before) {
          audit({ action, count: Math.abs(item.lag - before.lag), sink: name })
        }
        return item
      },
    })
  }
}

function placed(property: string, words: readonly string[]): object {
  const place = { anyOf: [{ enum: words }, { type: 'string', format: 'date-time' }] }
  return {
    type: 'object',
    additionalProperties: false,
    required: [property],
    properties: { [property]: place },
  }
}

function placeOf(text: string): Place {
  return text === 'beginning' || text === 'now' ? text : Date.parse(text)
}
