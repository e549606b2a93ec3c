import type { DeliveryAttempt, EventAtSink, EventDetail } from '../domain/ledger.ts'
import type { CommandIo } from './command.ts'
import { displayWidth, padToWidth } from './output/display-width.ts'
import { type Field, fieldLines } from './output/fields.ts'
import { moment, momentAndAge } from './output/moment.ts'
import { printable } from './output/printable.ts'
import { terminalOf } from './output/terminal.ts'

/** A callback, and below it each sink with its attempts. `now` in ms since the epoch. */
export function eventLines(detail: EventDetail, io: CommandIo, now: number): string[] {
  const { bold } = terminalOf(io)
  const { event, receivedAt } = detail
  const what = event?.type ?? (detail.purgedAt === undefined ? 'fits no schema' : 'erased')
  const fields: Field[] = [
    ['id', detail.id],
    ['happened', event?.time && momentAndAge(event.time, now)],
    ['received', `${momentAndAge(receivedAt, now)}, position ${detail.position}`],
    ['erased', detail.purgedAt && momentAndAge(detail.purgedAt, now)],
    ...(detail.errors ?? []).map(({ path, message }): Field => {
      return ['error', path === '' ? message : `${path} ${message}`]
    }),
  ]
  const width = Math.max(0, ...detail.sinks.map(({ sink }) => displayWidth(sink)))
  return [
    `${moment(event?.time ?? receivedAt)}  ${bold(printable(what))}`,
    ...fieldLines(fields, '  '),
    ...detail.sinks.flatMap(each => sinkLines(each, width, now)),
  ]
}

function sinkLines(at: EventAtSink, width: number, now: number): string[] {
  const next = at.nextAttemptAt && `, next attempt ${momentAndAge(at.nextAttemptAt, now)}`
  const sink = padToWidth(printable(at.sink), width)
  return [
    `  → ${sink}  ${printable(at.state)}${next ?? ''}`,
    ...at.attempts.map(attempt => `      ${attemptText(attempt)}`),
  ]
}

function attemptText({ at, outcome, answer, cause, ms, replay }: DeliveryAttempt): string {
  const facts = [
    outcome,
    answer,
    cause === answer ? undefined : cause,
    ms === undefined ? undefined : `${Math.round(ms)} ms`,
    replay === undefined ? undefined : `replay ${replay}`,
  ]
  return `${moment(at)}  ${printable(facts.filter(Boolean).join(', '))}`
}
