import { exitCodes, FatalError } from '../domain/errors.ts'
import type { EventDetail, EventItem } from '../domain/ledger.ts'
import type { AdminClient } from './admin-client.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { eventDetail } from './event-detail.ts'
import { filterOptions, readFilters } from './filters.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { printableJson } from './output/printable.ts'
import { write } from './output/write.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printList } from './print-list.ts'
import { usageError } from './usage-error.ts'
import { lookWith, mendWith } from './with-client.ts'

const usage = `
Usage: reelay events [FILTERS] [--follow]
       reelay events ID [--json]

Lists events, the newest first; or shows one whole: the event, the request as it came, and what
became of it at each sink.

Options:
      --type TYPE      Of this type, or with this beginning: twilio.video.recording.*
      --account SID    Of this account.
      --room ROOM      Of this room: its SID or its name.
      --recording SID  Of this recording: RT… or RE…
      --sink NAME      With --state: as it is for this sink.
      --state STATE    delivered, waiting (for another attempt), dead, pending (the sink has not got
                       to it), skipped or filtered (the sink doesn't want its type).
      --since TIME     Stored at or after this: 2026-11-24T03:12:45Z, 2026-11-24, or back from now:
                       90m, 2h, 3d.
      --until TIME     Stored before this.
      --follow         Show new events as they come, until Ctrl-C.
${pageUsage}

Exit codes: 0 done, 1 no such event, 64 usage, 69 no service and no file to read, 78 token or
configuration.
`

const filters = ['type', 'account', 'room', 'recording', 'sink', 'state', 'since', 'until']

/** `reelay events`: what came, and what became of one. */
export const command: Command = {
  name: 'events',
  summary: 'List events, follow them as they come, or show one whole.',
  usage,
  options: { ...filterOptions(filters), ...pageOptions, follow: { type: 'boolean' } },
  positionals: 1,
  run(args, io) {
    const [id] = args.positionals
    const query = readFilters('events', filters, args, Date.now())
    const follow = args.values['follow'] === true
    if (id !== undefined) {
      const others = Object.keys(args.values).filter(name => name !== 'json')
      if (others.length === 0) return lookWith(io, client => showEvent(id, args, io, client))
      throw usageError('events', `--${others[0]} is for the list: not together with an ID.`)
    }
    const columns = eventColumns()
    if (follow) {
      const other = ['limit', 'cursor', 'until'].find(name => args.values[name] !== undefined)
      if (other !== undefined) throw usageError('events', `--${other} is not for --follow.`)
      return mendWith(io, async client => {
        const { followEvents } = await import('./follow-events.ts')
        return followEvents(query, columns, args, io, client)
      })
    }
    const list = { command: 'events', path: 'events', query, columns, empty: 'No event fits.' }
    return lookWith(io, client => printList(list, args, io, client))
  },
}

function eventColumns() {
  return [
    momentColumn<EventItem>('receivedAt', Date.now()),
    textColumn<EventItem>('type'),
    textColumn<EventItem>('id'),
    { ...textColumn<EventItem>('roomSid'), spare: 2 },
    { ...textColumn<EventItem>('accountSid'), spare: 3 },
    { ...textColumn<EventItem>('position'), align: 'right' as const, spare: 4 },
  ]
}

/** Prints all that is known of one event, or of a quarantined callback. */
export async function showEvent(
  id: string,
  { values }: CommandArgs,
  io: CommandIo,
  client: Pick<AdminClient, 'get'>,
): Promise<number> {
  const detail = await client.get<EventDetail>(`events/${encodeURIComponent(id)}`)
  if (detail === undefined) {
    throw new FatalError(exitCodes.failed, `There is no event ${JSON.stringify(id.slice(0, 200))}.`)
  }
  const json = values['json'] === true
  await write(io.stdout, `${json ? printableJson(detail) : eventDetail(detail, io, Date.now())}\n`)
  return exitCodes.ok
}
