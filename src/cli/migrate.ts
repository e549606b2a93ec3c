import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'

const usage = `
Usage: reelay migrate [--grant ROLE]

Makes Reelay's schema in Postgres, or brings it up to date. The service does the same when it
starts, if its role may; run this where it may not, before the new version starts. Replicas may go
on running meanwhile. REELAY_STORE (or store in the configuration file) says where, with a role
that may create a schema in that database.

Options:
      --grant ROLE  Let this role run the service: it may use the tables and change none of them.
                    ROLE must exist.
  -h, --help        This text.

Exit codes: 0 up to date, 69 Postgres not to be had, 73 the schema can't be used (made by a newer
version, or not to be changed by this role), 78 configuration.

Example:
  REELAY_STORE=postgres://owner@db.example.com/calls?sslmode=verify-full \\
    reelay migrate --grant reelay
`

/** `reelay migrate`: the schema in Postgres, by a role that may change it. */
export const command: Command = {
  name: 'migrate',
  summary: "Make or update the journal's schema in Postgres.",
  usage,
  options: { grant: { type: 'string' } },
  positionals: 0,
  run: migrateStore,
}

async function migrateStore({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const { loadStore } = await import('../config/load-store.ts')
  const store = loadStore(io)
  if (store.engine === 'sqlite') {
    io.stdout.write('A SQLite journal is brought up to date when the service opens it.\n')
    return exitCodes.ok
  }
  const { migrate } = await import('../journal/postgres/migrate.ts')
  const role = values['grant'] === undefined ? undefined : String(values['grant'])
  try {
    const { from, to } = await migrate(store, role)
    const done = from === to ? `is up to date (${to})` : `went from version ${from} to ${to}`
    io.stdout.write(`The schema ${store.schema} ${done}.\n`)
    if (role !== undefined) io.stdout.write(`The role ${role} may run the service with it.\n`)
    return exitCodes.ok
  } catch (error) {
    if (error instanceof FatalError) throw error
    throw new FatalError(exitCodes.unavailable, (error as Error).message, { cause: error })
  }
}
