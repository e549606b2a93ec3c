import type { Readable, Writable } from 'node:stream'
import type { ParseArgsOptionsConfig } from 'node:util'

/** What a command module exports as `command`; its file is named in the table of `main.ts`. */
export interface Command {
  name: string
  /** What it does, in a line of `reelay --help`. */
  summary: string
  /**
   * The text of `reelay NAME --help`: synopsis, options, examples. Starts with `Usage: reelay …`.
   */
  usage: string
  /** Its options, as `parseArgs` takes them; `--help` is added. */
  options: ParseArgsOptionsConfig
  /** How many positionals it takes at the most; any number if absent. */
  positionals?: number
  /**
   * Does the work, and resolves to the exit code. What it has to say to people goes to stderr,
   * what a program may read to stdout. Expected failures: a `FatalError`, which main prints.
   * Load what is heavy in here, not at the top of the module: help imports every command.
   */
  run(args: CommandArgs, io: CommandIo): Promise<number>
}

/** Loads a command's module: what the table of commands is made of. */
export type LoadCommand = () => Promise<{ command: Command }>

/** A command line as `parseArgs` reads it. */
export interface CommandArgs {
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  positionals: readonly string[]
}

/** What a command may touch of its process. */
export interface CommandIo {
  stdout: Writable
  stderr: Writable
  /** Absent where nobody can be asked. */
  stdin?: Readable
  env: Readonly<NodeJS.ProcessEnv>
  /** Absolute: what relative paths start at. */
  cwd: string
}
