import { exitCodes, FatalError } from '../domain/errors.ts'
import type { RecordingHistory, RecordingItem } from '../domain/ledger.ts'
import type { AdminClient } from './admin-client.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { filterOptions, readFilters } from './filters.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { printableJson } from './output/printable.ts'
import { write } from './output/write.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printList } from './print-list.ts'
import { recordingLines } from './recording-lines.ts'
import { usageError } from './usage-error.ts'
import { lookWith } from './with-client.ts'

const usage = `
Usage: reelay recordings [--status STATE] [--room ROOM] [--account SID] [--since TIME]
                         [--until TIME]
       reelay recordings RT… [--json]

Lists recordings, the newest first, each with its state now; or tells one's whole history: every
callback, and what became of it at each sink. RT… is a recording of Video, RE… one of Voice.

Options:
      --status STATE   processing, in-progress, stalled (never completed in time), completed,
                       failed, absent or deleted.
      --room ROOM      Of this room: its SID or its name.
      --account SID    Of this account.
      --since TIME     First heard of at or after this: 2026-11-24T03:12:45Z, 2026-11-24, or back
                       from now: 90m, 2h, 3d.
      --until TIME     First heard of before this.
${pageUsage}

Exit codes: 0 done, 1 no such recording, 64 usage, 69 no service and no file to read, 78 token or
configuration.
`

const filters = ['status', 'room', 'account', 'since', 'until']

/** `reelay recordings`: what there is, and what became of one. */
export const command: Command = {
  name: 'recordings',
  summary: 'List recordings by state, or tell the whole history of one.',
  usage,
  options: { ...filterOptions(filters), ...pageOptions },
  positionals: 1,
  run(args, io) {
    const [sid] = args.positionals
    const query = readFilters('recordings', filters, args, Date.now())
    if (sid === undefined) {
      const list = { command: 'recordings', path: 'recordings', query, columns: columns() }
      const empty = 'No recording fits.'
      return lookWith(io, client => printList({ ...list, empty }, args, io, client))
    }
    if (!/^R[TE][0-9a-fA-F]{32}$/.test(sid)) {
      const given = JSON.stringify(sid.slice(0, 100))
      throw usageError('recordings', `${given} is no recording SID: RT or RE and 32 digits.`)
    }
    if (Object.keys(query).length > 0 || args.values['cursor'] || args.values['limit']) {
      throw usageError('recordings', 'Filters are for the list: not together with a SID.')
    }
    return lookWith(io, client => printHistory(sid, args, io, client))
  },
}

function columns() {
  const now = Date.now()
  return [
    textColumn<RecordingItem>('sid'),
    textColumn<RecordingItem>('state'),
    momentColumn<RecordingItem>('startedAt', now),
    { ...momentColumn<RecordingItem>('lastReceivedAt', now), spare: 2 },
    { ...textColumn<RecordingItem>('events'), align: 'right' as const, spare: 3 },
    { ...textColumn<RecordingItem>('roomName'), free: true },
    { ...textColumn<RecordingItem>('roomSid'), spare: 4 },
    { ...textColumn<RecordingItem>('accountSid'), spare: 5 },
  ]
}

async function printHistory(
  sid: string,
  { values }: CommandArgs,
  io: CommandIo,
  client: AdminClient,
): Promise<number> {
  const history = await client.get<RecordingHistory>(`recordings/${sid}`)
  if (history === undefined) {
    const hint = 'Was the request refused? See: reelay refusals'
    throw new FatalError(exitCodes.failed, `Nothing is known of ${sid}. ${hint}`)
  }
  const json = values['json'] === true
  const text = json ? printableJson(history) : recordingLines(history, io, Date.now())
  await write(io.stdout, `${text}\n`)
  return exitCodes.ok
}
