import type { Cause, DeadLetterItem } from '../domain/ledger.ts'
import type { Command } from './command.ts'
import { filterOptions, readFilters } from './filters.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { pageOptions, pageUsage } from './pages.ts'
import { printCauses } from './print-causes.ts'
import { printList } from './print-list.ts'
import { lookWith } from './with-client.ts'

const usage = `
Usage: reelay dead-letters [--sink NAME]

Events that a sink did not get for good: the causes with how many each has, then the events, the
newest first. Once the cause is mended, send them again: reelay replay --sink NAME --dead

Options:
      --sink NAME      Of this sink.
${pageUsage}

Exit codes: 0 done, 64 usage, 69 no service and no file to read, 78 token or configuration.
`

/** `reelay dead-letters`: what was given up, and why. */
export const command: Command = {
  name: 'dead-letters',
  summary: 'List what sinks did not get for good, and why.',
  usage,
  options: { ...filterOptions(['sink']), ...pageOptions },
  positionals: 0,
  run(args, io) {
    const query = readFilters('dead-letters', ['sink'], args, Date.now())
    const path = 'dead-letters'
    const list = { command: path, path, query, columns: columns(), empty: 'No dead letters.' }
    return lookWith(io, async client => {
      const whole = args.values['json'] !== true && args.values['cursor'] === undefined
      if (whole) await printCauses<Cause>(path, query, causeColumns, io, client)
      return printList(list, args, io, client)
    })
  },
}

const causeColumns = [textColumn<Cause>('sink'), { ...textColumn<Cause>('cause'), free: true }]

function columns() {
  return [
    momentColumn<DeadLetterItem>('at', Date.now()),
    textColumn<DeadLetterItem>('sink'),
    textColumn<DeadLetterItem>('id'),
    { ...textColumn<DeadLetterItem>('attempts'), align: 'right' as const, spare: 2 },
    { ...textColumn<DeadLetterItem>('cause'), free: true },
    { ...textColumn<DeadLetterItem>('type'), spare: 3 },
  ]
}
