import type { EventDetail, RecordingHistory } from '../domain/ledger.ts'
import type { CommandIo } from './command.ts'
import { eventLines } from './event-lines.ts'
import { textOf } from './output/columns.ts'
import { type Field, fieldLines } from './output/fields.ts'
import { momentAndAge } from './output/moment.ts'
import { printable } from './output/printable.ts'
import { terminalOf } from './output/terminal.ts'

/** A recording and its history for people. `now` in ms since the epoch. */
export function recordingLines(history: RecordingHistory, io: CommandIo, now: number): string {
  const { bold } = terminalOf(io)
  const when = (instant: string | undefined) => instant && momentAndAge(instant, now)
  const own = (name: string): string => textOf(history.recording?.[name])
  const fields: Field[] = [
    ['account', history.accountSid],
    [
      'room',
      [history.roomName, history.roomSid && `(${history.roomSid})`].filter(Boolean).join(' '),
    ],
    ['started', when(history.startedAt)],
    ['first received', when(history.firstReceivedAt)],
    ['last received', when(history.lastReceivedAt)],
    ['type', [own('type'), own('codec'), own('containerFormat')].filter(Boolean).join(', ')],
    ['track', own('trackName')],
    ['source', own('sourceSid')],
    ['duration', unit(own('duration'), 's')],
    ['size', unit(own('size'), 'bytes')],
    ['offset', unit(own('offset'), 'ms')],
    ['url', own('url')],
    ['external', own('mediaExternalLocation')],
  ]
  const events = history.history.toSorted(inTime)
  return [
    `${bold(printable(history.sid))}  ${bold(printable(history.state))}`,
    ...fieldLines(fields, '  '),
    '',
    bold(
      `${events.length} ${events.length === 1 ? 'callback' : 'callbacks'}, by the time it happened`,
    ),
    ...events.flatMap(event => ['', ...eventLines(event, io, now)]),
  ].join('\n')
}

/** By the provider's clock; where it says nothing, by arrival. */
function inTime(a: EventDetail, b: EventDetail): number {
  return instantOf(a) - instantOf(b) || a.position - b.position
}

function instantOf({ event, receivedAt }: EventDetail): number {
  const ms = Date.parse(event?.time ?? receivedAt)
  return Number.isFinite(ms) ? ms : Date.parse(receivedAt)
}

function unit(text: string, name: string): string {
  return text && `${text} ${name}`
}
