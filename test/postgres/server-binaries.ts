import { existsSync, globSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** The folder of the newest Postgres server's programs on this machine, if there is one. */
export function serverBinaries(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => version(b) - version(a))
  return [...debian, ...onPath].find(
    folder => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  )
}

function version(folder: string): number {
  return Number(dirname(folder).split('/').at(-1))
}
