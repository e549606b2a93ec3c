import type { SinkItem } from '../domain/ledger.ts'
import { momentColumn, textColumn } from './output/columns.ts'
import { span } from './output/moment.ts'
import type { Column } from './output/table.ts'

/** The columns of a list of sinks. `now` in ms since the epoch. */
export function sinkColumns(now: number): Column<SinkItem>[] {
  return [
    textColumn<SinkItem>('name'),
    { ...textColumn<SinkItem>('lag'), align: 'right' },
    {
      name: 'oldestSeconds',
      text: ({ oldestSeconds }) => span(oldestSeconds),
      short: ({ oldestSeconds }) => String(oldestSeconds),
      align: 'right',
    },
    { ...textColumn<SinkItem>('waiting'), align: 'right' },
    { ...textColumn<SinkItem>('dead'), align: 'right' },
    { ...momentColumn<SinkItem>('pausedAt', now), spare: 2 },
    { ...momentColumn<SinkItem>('lastDeliveredAt', now), spare: 3 },
    { ...textColumn<SinkItem>('configured'), spare: 4 },
    { name: 'lastError', text: ({ lastError }) => lastError?.cause ?? '', free: true },
    { ...textColumn<SinkItem>('owner'), spare: 5 },
  ]
}
