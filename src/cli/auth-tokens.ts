import { readEnvironment } from '../config/environment.ts'
import type { Report } from '../config/finding.ts'
import { readTokens } from '../config/tokens.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { CommandArgs, CommandIo } from './command.ts'

/**
 * The auth tokens of a command: `--auth-token`, else `TWILIO_AUTH_TOKEN` or the file that
 * `TWILIO_AUTH_TOKEN_FILE` names, several by comma. Throws a `FatalError` without any (64), or if
 * something is wrong with one (64 for the option, 78 for the environment). Shows no secret.
 */
export function readAuthTokens(
  { values }: CommandArgs,
  { env, cwd }: CommandIo,
): [string, ...string[]] {
  const option = values['auth-token']
  if (option !== undefined) return some(readTokens(String(option), '--auth-token', usage))
  // No command that signs or verifies needs the rest of the environment to be right.
  const { TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_FILE } = env
  const own = { TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_FILE }
  const given = readEnvironment(own, cwd, misconfigured).TWILIO_AUTH_TOKEN
  return some(given === undefined ? [] : readTokens(given.text, given.place, misconfigured))
}

function some([first, ...others]: readonly string[]): [string, ...string[]] {
  if (first !== undefined) return [first, ...others]
  const message = 'No auth token: set TWILIO_AUTH_TOKEN, or give --auth-token.'
  throw new FatalError(exitCodes.usage, message)
}

const usage: Report = (place, message) => {
  throw new FatalError(exitCodes.usage, `${place}: ${message}`)
}

const misconfigured: Report = (place, message) => {
  throw new FatalError(exitCodes.config, `${place}: ${message}`)
}
