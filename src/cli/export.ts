import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { counted } from './output/counted.ts'
import { write } from './output/write.ts'

const usage = `
Usage: reelay export [--output FILE]

Writes the whole journal as lines of JSON (NDJSON), as it is at one moment: callbacks byte for byte,
what makes one a duplicate, sinks and their places, dead letters, replays, what was erased. The
service may run; what comes later is not in it. REELAY_STORE (or store in the configuration file)
says which journal. The file holds personal data. Read it in with reelay import.

Options:
      --output FILE  To this file, which must not be there yet; else to standard output.
  -h, --help         This text.

Exit codes: 0 done, 64 usage, 69 Postgres not to be had, 73 the journal can't be read or FILE not be
made, 78 configuration.

Example:
  reelay export --output journal.ndjson
`

/** `reelay export`: the raw journal, to move it. */
export const command: Command = {
  name: 'export',
  summary: 'Write the whole journal as NDJSON, to move it.',
  usage,
  options: { output: { type: 'string' } },
  positionals: 0,
  run: exportStore,
}

async function exportStore({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const { loadStore } = await import('../config/load-store.ts')
  const { openSource } = await import('../journal/transfer/open-transfer.ts')
  const { exportLines } = await import('../journal/transfer/export-lines.ts')
  const { noCounts } = await import('../journal/transfer/line.ts')
  const { reading } = await import('../twilio/reading.ts')
  const source = await openSource(loadStore(io), reading)
  const counts = noCounts()
  try {
    const lines = exportLines(source, reading, Date.now(), counts)
    const output = values['output']
    if (typeof output === 'string') await toFile(resolve(io.cwd, output), lines)
    else await toStream(io.stdout, lines)
  } finally {
    await source.close()
  }
  const what = [counted(counts.callback, 'callback'), counted(counts.sink, 'sink')]
  io.stderr.write(`${what.join(', ')} exported.\n`)
  return exitCodes.ok
}

async function toStream(stream: Writable, lines: AsyncIterable<string>): Promise<void> {
  for await (const text of lines) await write(stream, text)
}

/** It is on disk, or not there. */
async function toFile(path: string, lines: AsyncIterable<string>): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600)
    for await (const text of lines) await file.appendFile(text)
    await file.sync()
  } catch (error) {
    if (error instanceof FatalError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EEXIST' ? 'is there already: name another' : `can't be made: ${message}`
    throw new FatalError(exitCodes.store, `${path} ${why}.`, { cause: error })
  }
}
