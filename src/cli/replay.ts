import { exitCodes, FatalError } from '../domain/errors.ts'
import type { ReplayItem } from '../domain/ledger.ts'
import type { ReplayPlan } from '../domain/mending.ts'
import type { AdminClient } from './admin-client.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { filterOptions } from './filters.ts'
import { counted } from './output/counted.ts'
import { printable, printableJson } from './output/printable.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { ndjson, printList } from './print-list.ts'
import { readReplay, replayFilters } from './read-replay.ts'
import { readWord } from './read-word.ts'
import { printPlan, replayColumns, replayLines } from './replay-lines.ts'
import { sent } from './sent.ts'
import { lookWith, mendWith } from './with-client.ts'

const usage = `
Usage: reelay replay [start] [--sink NAME] EVENTS [--rate N] [--dry-run] [--detach]
       reelay replay list
       reelay replay show ID
       reelay replay cancel ID

Sends events again, beside the live ones and without holding them up. They keep their id, and
are marked with reelayreplay. A replay goes on after a restart. On a terminal its progress is
shown until it is done; Ctrl-C leaves it running.

EVENTS, at least one of; several must all fit (--id stands alone):
      --id ID          This event; may be given several times.
      --recording SID  All events of a recording: RT… or RE…
      --room ROOM      All events of a room: its SID or its name.
      --account SID    All events of an account.
      --type TYPE      Of this type, or with this beginning: twilio.video.recording.*
      --since TIME     Stored at or after this: 2026-11-24T03:12:45Z, 2026-11-24, or back from now:
                       90m, 2h, 3d.
      --until TIME     Stored before this.
      --dead           What is a dead letter of the sink.

Options:
      --sink NAME      To this sink; to all that are configured unless given.
      --rate N         Events a second at the most.
      --dry-run        Only say what would be sent, and how many.
      --detach         Don't wait for the end.
${pageUsage}

Exit codes: 0 done (or started), 1 some were not delivered, or no such replay, 64 usage, 69 no
service, 78 token or configuration.

Example:
  reelay replay --sink crm --dead --dry-run
`

const listOptions = ['limit', 'cursor', 'json']
const verbs = {
  start: { options: [...replayFilters, 'id', 'dead', 'sink', 'rate', 'dry-run', 'detach', 'json'] },
  list: { options: listOptions },
  show: { name: 'ID', options: ['json'] },
  cancel: { name: 'ID', options: ['json'] },
} as const

/** `reelay replay`: events once more. */
export const command: Command = {
  name: 'replay',
  summary: 'Send events again; list and cancel what is being replayed.',
  usage,
  options: {
    ...filterOptions([...replayFilters, 'sink', 'rate']),
    ...pageOptions,
    id: { type: 'string', multiple: true },
    dead: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    detach: { type: 'boolean' },
  },
  positionals: 3,
  async run(args, io) {
    const { verb, name } = readWord<keyof typeof verbs>('replay', args, verbs)
    if (verb === 'start') return start(args, io)
    if (verb === 'list') {
      const columns = replayColumns(Date.now())
      const empty = 'There were no replays.'
      const list = { command: 'replay', path: 'replays', query: {}, columns, empty }
      return lookWith(io, client => printList(list, args, io, client))
    }
    const path = `replays/${encodeURIComponent(name)}`
    const answer =
      verb === 'show'
        ? await lookWith(io, client => client.get<ReplayItem>(path))
        : await mendWith(io, client => cancel(path, client))
    if (answer === undefined) {
      const message = `There is no replay ${JSON.stringify(name.slice(0, 100))}.`
      throw new FatalError(exitCodes.failed, `${message} See: reelay replay list`)
    }
    const json = args.values['json'] === true
    io.stdout.write(`${json ? printableJson(answer) : replayLines(answer, Date.now())}\n`)
    return exitCodes.ok
  },
}

async function cancel(path: string, client: AdminClient): Promise<ReplayItem | undefined> {
  const answer = await client.send<object>('DELETE', path)
  return answer && client.get<ReplayItem>(path)
}

function start(args: CommandArgs, io: CommandIo): Promise<number> {
  const request = readReplay(args, Date.now())
  const json = args.values['json'] === true
  return mendWith(io, async client => {
    if (args.values['dry-run'] === true) {
      const body = { ...request, dryRun: true }
      const plan = sent(await client.send<ReplayPlan>('POST', 'replays', body), 'replays')
      if (json) io.stdout.write(`${printableJson(plan)}\n`)
      else await printPlan(plan, io)
      return exitCodes.ok
    }
    const answer = await client.send<{ items: ReplayItem[] }>('POST', 'replays', request)
    const { items } = sent(answer, 'replays')
    if (json) io.stdout.write(ndjson(items))
    else for (const { id, sink, total } of items) io.stdout.write(startedLine(id, sink, total))
    const { followReplays } = await import('./follow-replays.ts')
    const follows = !json && args.values['detach'] !== true
    return follows ? followReplays(items, io, client) : exitCodes.ok
  })
}

function startedLine(id: string, sink: string, total: number): string {
  return `${printable(`${id}: ${counted(total, 'event')} to ${sink}`)}\n`
}
