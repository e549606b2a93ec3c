import { exitCodes } from '../domain/errors.ts'
import type { Page, SinkItem } from '../domain/ledger.ts'
import type { ReplayPlan } from '../domain/mending.ts'
import type { AdminClient } from './admin-client.ts'
import type { CommandArgs, CommandIo } from './command.ts'
import { confirm } from './confirm.ts'
import { counted } from './output/counted.ts'
import { moment } from './output/moment.ts'
import { printable, printableJson } from './output/printable.ts'
import { sent } from './sent.ts'
import { noSuchSink, sinkPath } from './sink-path.ts'
import { usageError } from './usage-error.ts'

/** Where a sink is to go. `to`: RFC 3339, or an end of the log. */
export interface Move {
  verb: 'rewind' | 'skip'
  name: string
  to: string
}

/** Moves a sink once it was said how many events that concerns, and confirmed. */
export async function moveSink(
  { verb, name, to }: Move,
  { values }: CommandArgs,
  io: CommandIo,
  client: AdminClient,
): Promise<number> {
  const concerned = await countConcerned({ verb, name, to }, client)
  const place = to === 'beginning' ? 'from the beginning' : `from ${moment(to)}`
  const until = to === 'now' ? 'all that is stored' : `what was stored before ${moment(to)}`
  const what =
    verb === 'rewind'
      ? `${counted(concerned, 'event')} ${place} on will be delivered to ${name} again`
      : `Up to ${counted(concerned, 'event')} will not be delivered to ${name}: ${until}`
  io.stderr.write(`${printable(what)}.\n`)
  if (values['dry-run'] === true) return exitCodes.ok
  if (values['yes'] !== true) {
    const sure = await confirm(io, 'Do it?')
    if (sure === undefined) {
      throw usageError('sink', 'Nothing is changed: there is no terminal to ask on. Give --yes.')
    }
    if (!sure) {
      io.stderr.write('Nothing is changed.\n')
      return exitCodes.failed
    }
  }
  const answer = await client.send<SinkItem>('POST', sinkPath(name, verb), { to })
  if (answer === undefined) throw noSuchSink(name)
  const done = verb === 'rewind' ? 'is rewound' : 'went on'
  const text = values['json'] === true ? printableJson(answer) : `${printable(name)} ${done}.`
  io.stdout.write(`${text}\n`)
  return exitCodes.ok
}

/**
 * A rewind concerns all from its place on; a skip what the sink has still to get before its place.
 */
async function countConcerned({ verb, name, to }: Move, client: AdminClient): Promise<number> {
  const sinks = sent(await client.get<Page<SinkItem>>('sinks', { limit: '1000' }), 'sinks')
  const sink = sinks.items.find(each => each.name === name)
  if (sink === undefined) throw noSuchSink(name)
  if (to === 'now') return sink.lag
  const filter = to === 'beginning' ? {} : { since: to }
  const body = { sink: name, filter, dryRun: true }
  const plan = sent(await client.send<ReplayPlan>('POST', 'replays', body), 'replays')
  const behind = plan.sinks.reduce((sum, { total }) => sum + total, 0)
  return verb === 'rewind' ? behind : Math.max(0, sink.lag - behind)
}
