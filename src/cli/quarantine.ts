import { exitCodes } from '../domain/errors.ts'
import type { Cause, QuarantineItem } from '../domain/ledger.ts'
import type { ReparseResult } from '../domain/mending.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { showEvent } from './events.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { fieldLines } from './output/fields.ts'
import { printableJson } from './output/printable.ts'
import type { Column } from './output/table.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printCauses } from './print-causes.ts'
import { printList } from './print-list.ts'
import { sent } from './sent.ts'
import { usageError } from './usage-error.ts'
import { lookWith, mendWith } from './with-client.ts'

const usage = `
Usage: reelay quarantine
       reelay quarantine ID [--json]
       reelay quarantine reparse [--dry-run] [--json]

Genuine callbacks that fit no schema: kept, not relayed. Lists the causes with how many each
has, then the callbacks, the newest first. With an ID: that one whole, as it came. reparse,
after an upgrade: reads all of them again; what fits now is relayed.

Options:
      --dry-run        Only say what would fit.
${pageUsage}

Exit codes: 0 done, 1 no such callback, 64 usage, 69 no service (and for looking, no file to read),
78 token or configuration.
`

/** `reelay quarantine`: what fits no schema. */
export const command: Command = {
  name: 'quarantine',
  summary: 'List genuine callbacks that fit no schema; read them again.',
  usage,
  options: { ...pageOptions, 'dry-run': { type: 'boolean' } },
  positionals: 1,
  run(args, io) {
    const [word] = args.positionals
    if (word === 'reparse') return reparse(args, io)
    if (args.values['dry-run'] === true) {
      throw usageError('quarantine', '--dry-run is for reparse only.')
    }
    if (word !== undefined) return lookWith(io, client => showEvent(word, args, io, client))
    const path = 'quarantine'
    const empty = 'Nothing is quarantined.'
    const list = { command: path, path, query: {}, columns: columns(), empty }
    return lookWith(io, async client => {
      const whole = args.values['json'] !== true && args.values['cursor'] === undefined
      if (whole) await printCauses<Cause>(path, {}, causeColumns, io, client)
      return printList(list, args, io, client)
    })
  },
}

const causeColumns = [{ ...textColumn<Cause>('cause'), free: true }]

function columns(): Column<QuarantineItem>[] {
  return [
    momentColumn<QuarantineItem>('receivedAt', Date.now()),
    textColumn<QuarantineItem>('id'),
    { ...textColumn<QuarantineItem>('recordingSid'), spare: 2 },
    {
      name: 'errors',
      text: ({ errors }) => errors.map(({ path, message }) => `${path} ${message}`).join('; '),
      free: true,
    },
  ]
}

function reparse({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const dryRun = values['dry-run'] === true
  return mendWith(io, async client => {
    const path = 'quarantine/reparse'
    const result = sent(await client.send<ReparseResult>('POST', path, { dryRun }), path)
    if (values['json'] === true) {
      io.stdout.write(`${printableJson(result)}\n`)
      return exitCodes.ok
    }
    const { looked, fits, duplicates, misfits } = result
    const lines = fieldLines([
      ['looked at', String(looked)],
      [dryRun ? 'would be relayed' : 'relayed', String(fits)],
      ['stored by another callback', String(duplicates)],
      ['still fit no schema', String(misfits)],
    ])
    io.stdout.write(`${lines.join('\n')}\n`)
    return exitCodes.ok
  })
}
