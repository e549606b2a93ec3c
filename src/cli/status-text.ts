import type { SinkItem, StoreItem } from '../domain/ledger.ts'
import type { CommandIo } from './command.ts'
import { counted, grouped } from './output/counted.ts'
import { type Field, fieldLines } from './output/fields.ts'
import { momentAndAge, span } from './output/moment.ts'
import { printable } from './output/printable.ts'
import { createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'

/** What the API's status says, as far as it is shown. */
export interface Status {
  ok: boolean
  needs: readonly { what: string; detail: string; command: string }[]
  /** Absent where no service runs. */
  intake?: {
    version: string
    phase: string
    startedAt: string
    /** How many callbacks since then had which outcome: `stored`. */
    callbacks: Readonly<Record<string, number>>
    logDropped?: number
    spool?: { callbacks: number }
  }
  store: StoreItem
  sinks: readonly SinkAtWork[]
  replays?: number
}

interface SinkAtWork extends SinkItem {
  circuit?: 'open' | 'closed'
}

/** One screen for people. `now` in ms since the epoch. */
export function statusText(status: Status, io: CommandIo, now: number): string {
  const terminal = terminalOf(io)
  const { bold, red, green } = terminal
  const indented = (fields: readonly Field[]) => fieldLines(fields, '  ')
  const needs = status.needs.flatMap(({ what, detail, command }) => [
    `  ${red(printable(what))}  ${printable(detail)}`,
    `    ${printable(command)}`,
  ])
  return [
    bold('Intake'),
    ...indented(intakeFields(status, now)),
    '',
    bold('Store'),
    ...indented(storeFields(status.store, now)),
    '',
    bold('Sinks'),
    createTable(columns(now), terminal).lines(status.sinks).trimEnd() || '  none',
    '',
    ...(needs.length > 0 ? [bold('Needs a hand'), ...needs] : [green('Nothing needs a hand.')]),
  ].join('\n')
}

function intakeFields({ intake, replays }: Status, now: number): Field[] {
  if (intake === undefined) return [['state', 'no service runs here: this is what its file says']]
  const outcomes = Object.entries(intake.callbacks).map(([outcome, count]) => {
    return `${grouped(count)} ${outcome}`
  })
  const { spool, logDropped } = intake
  return [
    ['state', `${intake.phase}, version ${intake.version}`],
    ['since', momentAndAge(intake.startedAt, now)],
    ['callbacks since', outcomes.join(', ') || 'none'],
    ['in the spool', spool && grouped(spool.callbacks)],
    ['log lines dropped', logDropped ? grouped(logDropped) : undefined],
    ['replays running', replays ? grouped(replays) : undefined],
  ]
}

function storeFields(store: StoreItem, now: number): Field[] {
  const { callbacks, quarantined, stalled, purged, bytes, lastReceivedAt, indexLag } = store
  const also: [number, string][] = [
    [quarantined, 'quarantined'],
    [purged, 'erased'],
  ]
  const parts = also
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`)
  return [
    ['engine', store.engine],
    ['holds', [counted(callbacks, 'callback'), ...parts].join(', ')],
    ['stalled', stalled > 0 ? counted(stalled, 'recording') : undefined],
    ['last received', lastReceivedAt && momentAndAge(lastReceivedAt, now)],
    ['size', bytes === undefined ? undefined : `${grouped(Math.ceil(bytes / 1e6))} MB`],
    ['look-ups behind', indexLag > 0 ? counted(indexLag, 'callback') : undefined],
  ]
}

function columns(now: number) {
  return [
    { name: '  sink', text: ({ name }: SinkAtWork) => `  ${name}` },
    {
      name: 'state',
      text({ configured, pausedAt, circuit }: SinkAtWork) {
        if (pausedAt !== undefined) return 'paused'
        if (!configured) return 'not configured'
        return circuit === 'open' ? 'circuit open' : 'works'
      },
    },
    { name: 'lag', text: ({ lag }: SinkAtWork) => grouped(lag), align: 'right' as const },
    {
      name: 'oldest',
      text: ({ lag, oldestSeconds }: SinkAtWork) => (lag > 0 ? span(oldestSeconds) : ''),
      align: 'right' as const,
    },
    {
      name: 'waiting',
      text: ({ waiting }: SinkAtWork) => grouped(waiting),
      align: 'right' as const,
    },
    { name: 'dead', text: ({ dead }: SinkAtWork) => grouped(dead), align: 'right' as const },
    {
      name: 'last error',
      text: ({ lastError }: SinkAtWork) =>
        lastError === undefined ? '' : `${lastError.cause} (${momentAndAge(lastError.at, now)})`,
      free: true,
    },
  ]
}
