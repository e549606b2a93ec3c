import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes } from '../domain/errors.ts'
import type { Imported } from '../journal/transfer/import-lines.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { counted } from './output/counted.ts'
import { usageError } from './usage-error.ts'

const usage = `
Usage: reelay import [--input FILE] [--merge]

Reads what reelay export wrote into the journal that REELAY_STORE (or store in the configuration
file) names. That has to be empty, and becomes what the other one was: sinks go on at their places,
and what was delivered is not delivered again. Reading the same file twice changes nothing; of one
that was cut off, the rest can be read in later. Where a line is wrong nothing is changed. A SQLite
journal must not be in use; replicas on Postgres wait meanwhile.

Options:
      --input FILE  From this file; else from standard input.
      --merge       Into a journal that has callbacks: adds those that it does not have, at its end,
                    so that its sinks get them. Places of sinks are left as they are.
  -h, --help        This text.

Exit codes: 0 done, 1 a line is wrong or the file was cut off, 64 usage, 69 Postgres not to be had,
73 the journal has something else, is in use or can't be written, 78 configuration.

Example:
  REELAY_STORE=postgres://reelay@db.example.com/calls reelay import --input journal.ndjson
`

/** `reelay import`: what was exported, into another journal. */
export const command: Command = {
  name: 'import',
  summary: 'Read an export into an empty journal, or add to one.',
  usage,
  options: { input: { type: 'string' }, merge: { type: 'boolean' } },
  positionals: 0,
  run: importStore,
}

async function importStore({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const { loadStore } = await import('../config/load-store.ts')
  const { importLines, mergeLines } = await import('../journal/transfer/import-lines.ts')
  const { openMerge, openTarget } = await import('../journal/transfer/open-transfer.ts')
  const { readLines } = await import('../journal/transfer/read-lines.ts')
  const { reading } = await import('../twilio/reading.ts')
  const store = loadStore(io)
  const lines = readLines(inputOf(values['input'], io))
  const merge = values['merge'] === true
  const target = merge ? await openMerge(store, reading) : await openTarget(store, reading)
  try {
    const imported =
      'begin' in target ? await importLines(lines, target) : await mergeLines(lines, target)
    io.stderr.write(`${told(imported)}\n`)
    return imported.complete ? exitCodes.ok : exitCodes.failed
  } finally {
    await target.close()
  }
}

function inputOf(
  input: CommandArgs['values'][string],
  io: CommandIo,
): AsyncIterable<Uint8Array | string> {
  if (typeof input === 'string') return createReadStream(resolve(io.cwd, input))
  if (io.stdin) return io.stdin
  throw usageError('import', 'From where? Give --input FILE.')
}

function told({ added, before, complete, counts }: Imported): string {
  if (before) return 'This export was read in before: nothing was changed.'
  const callbacks = `${counted(added, 'callback')} added`
  const known = counts.callback - added
  const others = known > 0 ? `, ${counted(known, 'more', 'more')} were there` : ''
  const cut = complete ? '' : ' The file was cut off: read the whole one in for the rest.'
  return `${callbacks}${others}.${cut}`
}
