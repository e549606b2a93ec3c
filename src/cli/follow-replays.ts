import { setTimeout as pause } from 'node:timers/promises'
import { exitCodes } from '../domain/errors.ts'
import type { ReplayItem } from '../domain/ledger.ts'
import type { AdminClient } from './admin-client.ts'
import type { CommandIo } from './command.ts'
import { onInterrupt } from './interruption.ts'
import { counted, grouped } from './output/counted.ts'
import { cutToWidth } from './output/display-width.ts'
import { printable } from './output/printable.ts'
import { terminalOf } from './output/terminal.ts'

const everyMs = 500

/**
 * Shows the progress of replays on a terminal until all have ended; elsewhere it does nothing.
 * Ctrl-C leaves them running. Resolves to the exit code: 1 where not all was delivered.
 */
export async function followReplays(
  started: readonly ReplayItem[],
  io: CommandIo,
  client: Pick<AdminClient, 'get'>,
): Promise<number> {
  const terminal = terminalOf(io, io.stderr)
  if (!terminal.interactive || started.length === 0) return exitCodes.ok
  using interruption = onInterrupt()
  const { signal } = interruption
  let replays = started
  while (replays.some(({ state }) => state === 'running')) {
    const line = replays.map(progress).join('; ')
    io.stderr.write(`\r\u001b[K${cutToWidth(line, (terminal.width ?? 80) - 1)}`)
    await pause(everyMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) {
      const ids = replays.map(({ id }) => printable(id)).join(', ')
      io.stderr.write(`\nGoes on running. See: reelay replay show ${ids}\n`)
      return exitCodes.ok
    }
    replays = await Promise.all(
      replays.map(async replay => {
        const path = `replays/${encodeURIComponent(replay.id)}`
        return (await client.get<ReplayItem>(path)) ?? { ...replay, state: 'cancelled' as const }
      }),
    )
  }
  io.stderr.write('\r\u001b[K')
  for (const { sink, state, delivered, failed, total } of replays) {
    const lost = failed > 0 ? `, ${grouped(failed)} failed: reelay dead-letters --sink ${sink}` : ''
    const some = `${grouped(delivered)} of ${counted(total, 'event')} delivered`
    io.stderr.write(`${printable(`${sink}: ${state}, ${some}${lost}`)}\n`)
  }
  const whole = replays.every(({ state, failed }) => state === 'done' && failed === 0)
  return whole ? exitCodes.ok : exitCodes.failed
}

function progress({ sink, delivered, failed, total }: ReplayItem): string {
  const lost = failed > 0 ? `, ${grouped(failed)} failed` : ''
  return printable(`${sink}: ${grouped(delivered + failed)} of ${grouped(total)}${lost}`)
}
