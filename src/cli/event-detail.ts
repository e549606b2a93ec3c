import type { EventDetail } from '../domain/ledger.ts'
import type { CommandIo } from './command.ts'
import { eventLines } from './event-lines.ts'
import { type Field, fieldLines } from './output/fields.ts'
import { printable } from './output/printable.ts'
import { terminalOf } from './output/terminal.ts'

/** All that is known of an event, for people. `now` in ms since the epoch. */
export function eventDetail(detail: EventDetail, io: CommandIo, now: number): string {
  const { bold } = terminalOf(io)
  const { event, callback } = detail
  const lines = eventLines(detail, io, now)
  if (event !== undefined) {
    const json = JSON.stringify(event, null, 2).split('\n').map(printable)
    lines.push('', bold('The event'), ...json)
  }
  if (callback !== undefined) {
    const headers = Object.entries(callback.headers).map(([name, value]): Field => [name, value])
    const body = callback.body === '' ? 'none' : callback.body
    lines.push(
      '',
      bold('The request as it came'),
      printable(`${callback.method} ${callback.target}`),
      ...fieldLines([['public URL', callback.publicUrl], ...headers], '  '),
      ...fieldLines([[callback.bodyEncoding === 'base64' ? 'body, base64' : 'body', body]], '  '),
    )
  }
  return lines.join('\n')
}
