import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { CommandArgs, CommandIo } from './command.ts'

/**
 * The auth tokens of a command: `--auth-token`, else TWILIO_AUTH_TOKEN or the file that
 * TWILIO_AUTH_TOKEN_FILE names, several by comma. Without any, a FatalError says so.
 */
export async function readAuthTokens(
  { values }: CommandArgs,
  { env, cwd }: CommandIo,
): Promise<[string, ...string[]]> {
  const file = env['TWILIO_AUTH_TOKEN_FILE']
  const text =
    values['auth-token'] ??
    env['TWILIO_AUTH_TOKEN'] ??
    (file === undefined ? '' : await read(resolve(cwd, file)))
  const tokens = String(text)
    .split(',')
    .map(token => token.trim())
  const [first, ...others] = tokens.filter(token => token !== '')
  if (first === undefined) {
    throw new FatalError(
      exitCodes.usage,
      'No auth token: set TWILIO_AUTH_TOKEN, or give --auth-token.',
    )
  }
  return [first, ...others]
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FatalError(
      exitCodes.usage,
      `TWILIO_AUTH_TOKEN_FILE can't be read: ${path} (${code}).`,
    )
  }
}
