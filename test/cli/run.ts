import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { LoadCommand } from '../../src/cli/command.ts'
import { main } from '../../src/cli/main.ts'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** Runs a command line in this process, with nothing of this process's environment. */
export async function run(
  argv: readonly string[],
  { env = {}, cwd = '/', table }: RunOptions = {},
): Promise<Ran> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const read = Promise.all([text(stdout), text(stderr)])
  const code = await main(argv, { stdout, stderr, env, cwd }, table)
  stdout.end()
  stderr.end()
  const [out, err] = await read
  return { code, stdout: out, stderr: err }
}

export interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  table?: Readonly<Record<string, LoadCommand>>
}
