import type { ReplayItem } from '../domain/ledger.ts'
import type { ReplayPlan } from '../domain/mending.ts'
import type { CommandIo } from './command.ts'
import { momentColumn, textColumn, textOf } from './output/columns.ts'
import { counted } from './output/counted.ts'
import { type Field, fieldLines } from './output/fields.ts'
import { momentAndAge } from './output/moment.ts'
import { printable } from './output/printable.ts'
import { type Column, createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'

/** The columns of a list of replays. `now` in ms since the epoch. */
export function replayColumns(now: number): Column<ReplayItem>[] {
  return [
    textColumn<ReplayItem>('id'),
    textColumn<ReplayItem>('sink'),
    textColumn<ReplayItem>('state'),
    { ...textColumn<ReplayItem>('delivered'), align: 'right' },
    { ...textColumn<ReplayItem>('failed'), align: 'right' },
    { ...textColumn<ReplayItem>('total'), align: 'right' },
    { ...momentColumn<ReplayItem>('createdAt', now), spare: 2 },
    { ...textColumn<ReplayItem>('createdBy'), spare: 3 },
    { ...textColumn<ReplayItem>('filter'), free: true, spare: 4 },
  ]
}

/** One replay for people. `now` in ms since the epoch. */
export function replayLines(replay: ReplayItem, now: number): string {
  const { id, sink, state, filter, rate, total, delivered, failed } = replay
  const fields: Field[] = [
    ['id', id],
    ['sink', sink],
    ['state', state],
    ['filter', Object.keys(filter).length === 0 ? undefined : textOf(filter)],
    ['rate', rate === undefined ? undefined : `${rate} events a second at the most`],
    ['delivered', `${delivered} of ${total}`],
    ['failed', String(failed)],
    ['started', `${momentAndAge(replay.createdAt, now)} by ${replay.createdBy}`],
    ['ended', replay.endedAt && momentAndAge(replay.endedAt, now)],
  ]
  return fieldLines(fields).join('\n')
}

/** What a replay would send: how many to each sink, and the events in their order. */
export async function printPlan({ sinks, events }: ReplayPlan, io: CommandIo): Promise<void> {
  const all = sinks.reduce((sum, { total }) => sum + total, 0)
  for (const { sink, total } of sinks) {
    io.stdout.write(`${printable(sink)} would get ${counted(total, 'event')}\n`)
  }
  if (events.items.length === 0) return
  type Planned = ReplayPlan['events']['items'][number]
  const columns = [
    textColumn<Planned>('sink'),
    momentColumn<Planned>('receivedAt', Date.now()),
    textColumn<Planned>('type'),
    textColumn<Planned>('id'),
  ]
  await write(io.stdout, `\n${createTable(columns, terminalOf(io)).lines(events.items)}`)
  const rest = all - events.items.length
  if (rest > 0) io.stdout.write(`… and ${counted(rest, 'more', 'more')}\n`)
}
