import { setTimeout as pause } from 'node:timers/promises'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { EventItem } from '../domain/ledger.ts'
import type { AdminClient, Query } from './admin-client.ts'
import type { CommandArgs, CommandIo } from './command.ts'
import { onInterrupt } from './interruption.ts'
import { type Column, createTable } from './output/table.ts'
import { terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'
import { ndjson } from './print-list.ts'
import { readServerEvents } from './read-server-events.ts'

/** The wait before each attempt to connect again, ms; the last one is repeated. */
const waits = [500, 1000, 2000, 5000]
/** The service gives a sign of life each 15 s: silence that is longer is a broken connection. */
const silenceMs = 45_000

/**
 * Prints events as they come until it is interrupted, which is no failure. A broken connection is
 * made again and goes on behind the last event that was shown.
 */
export async function followEvents(
  query: Query,
  columns: readonly Column<EventItem>[],
  { values }: CommandArgs,
  io: CommandIo,
  client: Pick<AdminClient, 'stream'>,
): Promise<number> {
  using interruption = onInterrupt()
  const { signal } = interruption
  const table = createTable(columns, terminalOf(io))
  const show = (item: EventItem) =>
    write(io.stdout, values['json'] === true ? ndjson([item]) : table.lines([item]))
  let lastId: string | undefined
  let connected = false
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const { event, data, id } of connect(client, query, lastId, signal, onOpen)) {
        if (event === 'event') await show(JSON.parse(data) as EventItem)
        lastId = id ?? lastId
      }
    } catch (error) {
      if (signal.aborted) break
      // What can't be right the first time will not be later.
      if (!connected || isRefusal(error)) throw error
    }
    if (signal.aborted) break
    if (failures === 0) io.stderr.write('The connection broke: connecting again …\n')
    await pause(waits[Math.min(failures++, waits.length - 1)], undefined, { signal }).catch(
      () => {},
    )
  }
  return exitCodes.ok

  function onOpen(): void {
    if (connected) io.stderr.write('Connected again.\n')
    connected = true
    failures = 0
  }
}

async function* connect(
  client: Pick<AdminClient, 'stream'>,
  query: Query,
  lastId: string | undefined,
  signal: AbortSignal,
  onOpen: () => void,
) {
  const headers = {
    accept: 'text/event-stream',
    ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
  }
  const answer = await client.stream('events/stream', query, { headers, signal })
  onOpen()
  answer.setTimeout(silenceMs, () => answer.destroy(new Error('silence')))
  yield* readServerEvents(answer)
}

function isRefusal(error: unknown): boolean {
  return error instanceof FatalError && error.exitCode !== exitCodes.unavailable
}
