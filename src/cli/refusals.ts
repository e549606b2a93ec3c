import type { Command } from './command.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import type { Column } from './output/table.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printCauses } from './print-causes.ts'
import { printList } from './print-list.ts'
import { lookWith } from './with-client.ts'

const usage = `
Usage: reelay refusals

Requests that were refused of late since they were not genuine: each reason with how many there were
and what to change, then the requests, the newest first. Kept in memory, by each replica its own,
without secrets; more than the last few hundred are in the log only.

Options:
${pageUsage}

Exit codes: 0 done, 64 usage, 69 no service, 78 token or configuration.
`

/** `reelay refusals`: what was not let in, and what to change. */
export const command: Command = {
  name: 'refusals',
  summary: 'List refused requests of late, and what to change.',
  usage,
  options: pageOptions,
  positionals: 0,
  run(args, io) {
    const path = 'refusals'
    const empty = 'Nothing was refused of late.'
    const list = { command: path, path, query: {}, columns: columns(), empty }
    return lookWith(io, async client => {
      const whole = args.values['json'] !== true && args.values['cursor'] === undefined
      if (whole) await printCauses<RefusalCause>(path, {}, causeColumns, io, client)
      return printList(list, args, io, client)
    })
  },
}

interface RefusalCause {
  reason: string
  count: number
  newestAt: string
  hint: string
}

interface Refusal {
  at: string
  reason: string
  hint: string
  method: string
  path: string
  publicUrl?: string
  accountSid?: string
  reference?: string
}

const causeColumns = [
  textColumn<RefusalCause>('reason'),
  { ...textColumn<RefusalCause>('hint'), free: true },
]

function columns(): Column<Refusal>[] {
  return [
    momentColumn<Refusal>('at', Date.now()),
    textColumn<Refusal>('reason'),
    textColumn<Refusal>('method'),
    { ...textColumn<Refusal>('path'), free: true },
    { ...textColumn<Refusal>('publicUrl'), free: true },
    { ...textColumn<Refusal>('accountSid'), spare: 2 },
    { ...textColumn<Refusal>('reference'), spare: 3 },
  ]
}
