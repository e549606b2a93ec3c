import { execFileSync, spawnSync } from 'node:child_process'

/** Postgres refuses to run as root: what goes before its commands so that they don't. */
export function asPostgres(): string[] {
  if (process.getuid?.() !== 0) return []
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--']
}

/** Why there is no way to run a command as `postgres`; undefined where there is one. */
export function noPostgresUser(): string | undefined {
  const [command, ...args] = [...asPostgres(), 'true']
  const { status, error, stderr } = spawnSync(command!, args, { encoding: 'utf8' })
  if (status === 0) return undefined
  return `can't become the user postgres (${error?.message ?? stderr.trim()})`
}

/** Runs a command to its end. @throws with what it said, if it fails. */
export function runAsPostgres(folder: string, ...args: string[]): void {
  const [command, ...rest] = [...asPostgres(), ...args]
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' }
  execFileSync(command!, rest, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
}
