import { nearestName } from '../config/nearest-name.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'

/** A mistake in a command line: 64. `command` is what to ask for help: `sink`. */
export function usageError(command: string, message: string): FatalError {
  return new FatalError(exitCodes.usage, `${message}\nSee: reelay ${command} --help`)
}

/** The word if it is one of the known ones. @throws FatalError (64) that names the nearest */
export function oneOf<Word extends string>(
  command: string,
  what: string,
  word: string,
  known: readonly Word[],
): Word {
  if ((known as readonly string[]).includes(word)) return word as Word
  const nearest = nearestName(word, known)
  const given = `${what}: unknown ${JSON.stringify(word.slice(0, 100))}.`
  const hint = `The nearest is ${nearest}; there are ${known.join(', ')}.`
  throw usageError(command, `${given} ${hint}`)
}
