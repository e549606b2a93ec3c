import { exitCodes } from '../domain/errors.ts'
import type { SinkItem } from '../domain/ledger.ts'
import type { Command, CommandArgs } from './command.ts'
import { readTime } from './filters.ts'
import { printable, printableJson } from './output/printable.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printList } from './print-list.ts'
import { readWord } from './read-word.ts'
import { sinkColumns } from './sink-columns.ts'
import { moveSink } from './sink-move.ts'
import { noSuchSink, sinkPath } from './sink-path.ts'
import { usageError } from './usage-error.ts'
import { lookWith, mendWith } from './with-client.ts'

const usage = `
Usage: reelay sink [list]
       reelay sink add NAME --from beginning|now|TIME
       reelay sink pause NAME
       reelay sink resume NAME
       reelay sink rewind NAME --to beginning|TIME [--dry-run] [--yes]
       reelay sink skip NAME --to now|TIME [--dry-run] [--yes]

Sinks, how far behind each is, and what can be done to one while the service runs. add gives a
sink its place before the configuration names it. A paused one keeps its place. rewind goes
back: all that follows is delivered again. skip goes on: what is left out is not delivered. Both
say first how many events that are, and ask.

Options:
      --from PLACE     Where a new sink starts.
      --to PLACE       Where it goes to: beginning, now, or a TIME: 2026-11-24T03:12:45Z,
                       2026-11-24, or back from now: 90m, 2h, 3d.
      --dry-run        Only say how many events are concerned.
      --yes            Don't ask. Needed where there is no terminal.
${pageUsage}

Exit codes: 0 done, 1 no such sink or not confirmed, 64 usage, 69 no service, 78 token or
configuration.
`

const move = ['to', 'dry-run', 'yes', 'json']
const verbs = {
  list: { options: ['limit', 'cursor', 'json'] },
  add: { name: 'NAME', options: ['from', 'json'] },
  pause: { name: 'NAME', options: ['json'] },
  resume: { name: 'NAME', options: ['json'] },
  rewind: { name: 'NAME', options: move },
  skip: { name: 'NAME', options: move },
} as const satisfies Record<string, { name?: string; options: readonly string[] }>

/** `reelay sink`: places in the log. */
export const command: Command = {
  name: 'sink',
  summary: 'List sinks; add, pause, resume, rewind or skip one.',
  usage,
  options: {
    ...pageOptions,
    from: { type: 'string' },
    to: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  positionals: 3,
  async run(args, io) {
    const { verb, name } = readWord<keyof typeof verbs>('sink', args, verbs)
    if (verb === 'list') {
      const columns = sinkColumns(Date.now())
      const empty = 'There are no sinks.'
      const list = { command: 'sink', path: 'sinks', query: {}, columns, empty }
      return lookWith(io, client => printList(list, args, io, client))
    }
    if (verb === 'rewind' || verb === 'skip') {
      const to = readPlace('--to', args, verb === 'rewind' ? ['beginning'] : ['now'])
      return mendWith(io, client => moveSink({ verb, name, to }, args, io, client))
    }
    const body = verb === 'add' ? { from: readPlace('--from', args, ['beginning', 'now']) } : {}
    const path = sinkPath(name, verb === 'add' ? undefined : verb)
    return mendWith(io, async client => {
      const answer = await client.send<SinkItem | Added>('POST', path, body)
      if (answer === undefined) throw noSuchSink(name)
      io.stdout.write(`${said(verb, name, answer, args)}\n`)
      return exitCodes.ok
    })
  },
}

interface Added {
  result: 'added' | 'exists'
}

function said(
  verb: 'add' | 'pause' | 'resume',
  name: string,
  answer: SinkItem | Added,
  { values }: CommandArgs,
): string {
  if (values['json'] === true) return printableJson(answer)
  const known = 'result' in answer && answer.result === 'exists'
  const words = {
    add: known ? 'is known already: nothing was changed' : 'has its place',
    pause: 'is paused: it keeps its place',
    resume: 'goes on',
  }
  return `${printable(name)} ${words[verb]}.`
}

function readPlace(option: '--from' | '--to', { values }: CommandArgs, words: string[]): string {
  const text = values[option.slice(2)]
  const forms = [...words, 'a time'].join(' or ')
  if (text === undefined) throw usageError('sink', `${option} is missing: ${forms}.`)
  if (words.includes(String(text))) return String(text)
  if (['beginning', 'now'].includes(String(text))) {
    throw usageError('sink', `${option} ${text} makes no sense here: it takes ${forms}.`)
  }
  return readTime(String(text), { command: 'sink', option, now: Date.now() })
}
