import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearestName } from '../config/nearest-name.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import { readVersion } from '../version.ts'
import type { Command, CommandIo, LoadCommand } from './command.ts'
import { helpText } from './help.ts'

/** Every command, in the order of `reelay --help`; loaded only when it is asked for. */
export const commands: Readonly<Record<string, LoadCommand>> = {
  serve: () => import('./serve.ts'),
  demo: () => import('./demo.ts'),
  send: () => import('./send.ts'),
  verify: () => import('./verify.ts'),
  healthcheck: () => import('./healthcheck.ts'),
  migrate: () => import('./migrate.ts'),
  status: () => import('./status.ts'),
  recordings: () => import('./recordings.ts'),
  events: () => import('./events.ts'),
  'dead-letters': () => import('./dead-letters.ts'),
  quarantine: () => import('./quarantine.ts'),
  refusals: () => import('./refusals.ts'),
  replay: () => import('./replay.ts'),
  sink: () => import('./sink.ts'),
  purge: () => import('./purge.ts'),
  backup: () => import('./backup.ts'),
  export: () => import('./export.ts'),
  import: () => import('./import.ts'),
  config: () => import('./config.ts'),
  doctor: () => import('./doctor.ts'),
}

/**
 * Runs one command line, without the program's name. Resolves to the exit code; a `FatalError` is
 * printed and gives its own, anything else that is thrown is a defect and prints its stack.
 */
export async function main(
  argv: readonly string[],
  io: CommandIo,
  table: Readonly<Record<string, LoadCommand>> = commands,
): Promise<number> {
  try {
    return await dispatch(argv, io, table)
  } catch (error) {
    const fatal = error instanceof FatalError
    const text = fatal ? error.message : error instanceof Error ? error.stack : String(error)
    io.stderr.write(`${text}\n`)
    return fatal ? error.exitCode : exitCodes.failed
  }
}

async function dispatch(
  [name, ...rest]: readonly string[],
  io: CommandIo,
  table: Readonly<Record<string, LoadCommand>>,
): Promise<number> {
  if (name === undefined) {
    io.stderr.write(await helpText(table))
    return exitCodes.usage
  }
  if (name === '--help' || name === '-h') {
    io.stdout.write(await helpText(table))
    return exitCodes.ok
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${await readVersion()}\n`)
    return exitCodes.ok
  }
  const load = Object.hasOwn(table, name) ? table[name] : undefined
  if (load === undefined) throw unknownWord(name, Object.keys(table))
  const { command } = await load()
  const options: ParseArgsOptionsConfig = {
    ...command.options,
    help: { type: 'boolean', short: 'h' },
  }
  const args = readArgs(command, rest, options)
  if (args.values['help'] === true) {
    io.stdout.write(`${command.usage.trim()}\n`)
    return exitCodes.ok
  }
  const most = command.positionals ?? Number.POSITIVE_INFINITY
  if (args.positionals.length > most) {
    const stray = JSON.stringify(args.positionals[most])
    throw usageError(`${stray} is one argument too many.`, `reelay ${command.name} --help`)
  }
  return command.run(args, io)
}

function readArgs(command: Command, args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error
    const help = `reelay ${command.name} --help`
    if (error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw usageError(error.message, help)
    const given = /'(-[^']*)'/.exec(error.message)?.[1] ?? ''
    const known = Object.keys(options).map(option => `--${option}`)
    const nearest = nearestName(given, known)
    throw usageError(`Unknown option ${given}. The nearest is ${nearest}.`, help)
  }
}

function unknownWord(word: string, known: readonly string[]): FatalError {
  const isOption = word.startsWith('-')
  const nearest = nearestName(word, isOption ? ['--help', '--version'] : known)
  const kind = isOption ? 'option' : 'command'
  return usageError(
    `Unknown ${kind} ${JSON.stringify(word)}. The nearest is ${nearest}.`,
    'reelay --help',
  )
}

function usageError(message: string, help: string): FatalError {
  return new FatalError(exitCodes.usage, `${message}\nSee: ${help}`)
}
