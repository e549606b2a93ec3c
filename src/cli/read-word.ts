import type { CommandArgs } from './command.ts'
import { oneOf, usageError } from './usage-error.ts'

/** What a command with several words is told to do, and to what. */
export interface Word<Verb extends string> {
  verb: Verb
  /** Empty where the verb takes none. */
  name: string
}

/**
 * Reads the words behind a command: a verb, and a name for those that are true in `verbs`. The
 * first of `verbs` is meant where there is none. @throws FatalError (64), also for an option that
 * is not the verb's
 */
export function readWord<Verb extends string>(
  command: string,
  { values, positionals }: CommandArgs,
  verbs: Readonly<Record<Verb, { name?: string; options: readonly string[] }>>,
): Word<Verb> {
  const known = Object.keys(verbs) as Verb[]
  const [given, name = '', stray] = positionals
  const verb = given === undefined ? known[0]! : oneOf(command, 'action', given, known)
  const wanted = verbs[verb].name
  if (wanted !== undefined && name.trim() === '') {
    throw usageError(command, `${wanted} is missing: reelay ${command} ${verb} ${wanted}`)
  }
  const excess = wanted === undefined ? name : stray
  if (excess) throw usageError(command, `${JSON.stringify(excess)} is one argument too many.`)
  for (const option of Object.keys(values)) {
    if (verbs[verb].options.includes(option)) continue
    throw usageError(command, `--${option} is not for reelay ${command} ${verb}.`)
  }
  return { verb, name }
}
