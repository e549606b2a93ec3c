import { exitCodes } from '../domain/errors.ts'
import type { PurgeResult } from '../domain/mending.ts'
import type { AdminClient } from './admin-client.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { confirm } from './confirm.ts'
import { readTime } from './filters.ts'
import { counted } from './output/counted.ts'
import { printable, printableJson } from './output/printable.ts'
import { sent } from './sent.ts'
import { usageError } from './usage-error.ts'
import { mendWith } from './with-client.ts'

const usage = `
Usage: reelay purge (--participant IDENTITY | --room ROOM | --before TIME) [--dry-run] [--yes]

Erases personal data: the payloads of the callbacks that fit are removed and overwritten on
disk, what waits for delivery is cancelled. Their identities are kept as keys, so that the same
callback does not come in again. Says first what would be erased, and asks; and which sinks have
got how many of the events already, since there they have to be erased as well.

Options:
      --participant IDENTITY  Every callback in which this participant's identity is.
      --room ROOM             Every callback of this room: its SID or its name.
      --before TIME           All that was stored before: 2026-11-24T03:12:45Z, 2026-11-24, or
                              back from now: 90d.
      --dry-run               Only say what would be erased.
      --yes                   Don't ask. Needed where there is no terminal.
      --json                  The result as one JSON object.
  -h, --help                  This text.

Exit codes: 0 done, 1 not confirmed, 64 usage, 69 no service, 78 token or configuration.
`

/** `reelay purge`: personal data on request. */
export const command: Command = {
  name: 'purge',
  summary: 'Erase the personal data of a participant, a room or a time.',
  usage,
  options: {
    participant: { type: 'string' },
    room: { type: 'string' },
    before: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: 0,
  async run(args, io) {
    const request = readRequest(args)
    return mendWith(io, client => purge(request, args, io, client))
  },
}

const kinds = ['participant', 'room', 'before'] as const

function readRequest({ values }: CommandArgs): Readonly<Record<string, string>> {
  const given = kinds.filter(kind => values[kind] !== undefined)
  const [kind] = given
  if (kind === undefined || given.length > 1) {
    const which = given.map(each => `--${each}`).join(' and ')
    const what = given.length > 1 ? `${which} exclude each other.` : 'What is to be erased?'
    throw usageError('purge', `${what} Give one of --participant, --room and --before.`)
  }
  const text = String(values[kind])
  if (text.trim() === '') throw usageError('purge', `--${kind} is empty.`)
  if (kind !== 'before') return { [kind]: text }
  return { before: readTime(text, { command: 'purge', option: '--before', now: Date.now() }) }
}

async function purge(
  request: Readonly<Record<string, string>>,
  { values }: CommandArgs,
  io: CommandIo,
  client: AdminClient,
): Promise<number> {
  const ask = async (dryRun: boolean) => {
    const answer = await client.send<PurgeResult>('POST', 'purges', { ...request, dryRun })
    return sent(answer, 'purges')
  }
  const say = (result: PurgeResult, done: boolean) =>
    io.stdout.write(
      values['json'] === true ? `${printableJson(result)}\n` : `${purgeText(result, done)}\n`,
    )
  if (values['dry-run'] === true) {
    say(await ask(true), false)
    return exitCodes.ok
  }
  if (values['yes'] !== true) {
    const would = await ask(true)
    io.stderr.write(`${purgeText(would, false)}\n`)
    if (would.callbacks === 0) return exitCodes.ok
    const sure = await confirm(io, 'Erase this? It cannot be undone.')
    if (sure === undefined) {
      throw usageError('purge', 'Nothing is erased: there is no terminal to ask on. Give --yes.')
    }
    if (!sure) {
      io.stderr.write('Nothing is erased.\n')
      return exitCodes.failed
    }
  }
  say(await ask(false), true)
  return exitCodes.ok
}

function purgeText({ callbacks, cancelled, delivered }: PurgeResult, done: boolean): string {
  const is = done ? 'erased' : 'would be erased'
  return [
    `${counted(callbacks, 'callback')} ${is}`,
    `${counted(cancelled, 'delivery', 'deliveries')} ${done ? 'cancelled' : 'would be cancelled'}`,
    ...delivered.map(({ sink, count }) => {
      return `${printable(sink)} has got ${counted(count, 'event')} already: erase them there, too`
    }),
  ].join('\n')
}
