import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { grouped } from './output/counted.ts'
import { usageError } from './usage-error.ts'

const usage = `
Usage: reelay backup FILE

Copies a SQLite journal as it is at one moment, also while the service writes to it. FILE must not
be there yet. REELAY_STORE (or store in the configuration file) says which journal. To restore it,
stop the service and put the copy in the journal's place: see docs/moving.md. A journal in Postgres
is backed up with Postgres's own tools.

Options:
  -h, --help  This text.

Exit codes: 0 done, 64 usage, 73 the journal can't be read or FILE not be made, 78 configuration.

Example:
  reelay backup /backups/reelay-2026-11-26.db
`

/** `reelay backup`: a consistent copy of a SQLite journal. */
export const command: Command = {
  name: 'backup',
  summary: 'Copy a SQLite journal while the service runs.',
  usage,
  options: {},
  positionals: 1,
  run: backupStore,
}

async function backupStore({ positionals }: CommandArgs, io: CommandIo): Promise<number> {
  const [file] = positionals
  if (file === undefined) throw usageError('backup', 'Where to? Name a file that is not there yet.')
  const { loadStore } = await import('../config/load-store.ts')
  const store = loadStore(io)
  if (store.engine === 'postgres') {
    const message = "A journal in Postgres is backed up with Postgres's own tools, as pg_dump."
    throw new FatalError(exitCodes.usage, `${message} See docs/moving.md.`)
  }
  const { backUp } = await import('../journal/sqlite/backup.ts')
  const to = resolve(io.cwd, file)
  backUp(store.path, to)
  io.stderr.write(`${to}: ${grouped(statSync(to).size)} bytes\n`)
  return exitCodes.ok
}
