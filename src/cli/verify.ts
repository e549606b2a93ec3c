import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { ReceivedRequest } from '../domain/verdict.ts'
import { splitUrl } from '../twilio/url-text.ts'
import { createVerifier } from '../twilio/verify.ts'
import { readAuthTokens } from './auth-tokens.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'

const form = 'application/x-www-form-urlencoded'

/** `reelay verify`: is this signature right, and if not, why? */
export const command: Command = {
  name: 'verify',
  summary: 'Check the signature of one request, and say why it is wrong.',
  usage: `Usage: reelay verify --url URL --signature TEXT [--body TEXT | --body-file FILE]

  --url URL            The URL that the provider was given, with the query that it called.
  --signature TEXT     The request's X-Twilio-Signature.
  --body TEXT          The request's body, byte for byte (a form is not to be decoded).
  --body-file FILE     The same, from a file: nothing is trimmed.
  --content-type TYPE  Of the body; ${form} unless given.
  --auth-token TOKEN   Else TWILIO_AUTH_TOKEN or TWILIO_AUTH_TOKEN_FILE; several by comma.

Prints "valid", or the reason and what to do. Exit code 0 if valid, 1 if not; 64 if used
wrongly, 78 if the environment is wrong.

Example:
  reelay verify --url 'https://hooks.example.com/callbacks' --signature 'x9…=' \\
    --body 'AccountSid=AC…&RecordingSid=RT…'
`,
  options: {
    url: { type: 'string' },
    signature: { type: 'string' },
    body: { type: 'string' },
    'body-file': { type: 'string' },
    'content-type': { type: 'string' },
    'auth-token': { type: 'string' },
  },
  positionals: 0,
  async run(args, io) {
    const authTokens = readAuthTokens(args, io)
    const { publicUrl, request } = await readRequest(args, io)
    const verifier = createVerifier({ accounts: [], authTokens, publicUrls: [publicUrl] })
    const verdict = verifier.verify(request)
    io.stdout.write(verdict.genuine ? 'valid\n' : `not valid: ${verdict.reason}\n${verdict.hint}\n`)
    return verdict.genuine ? exitCodes.ok : exitCodes.failed
  },
}

interface GivenRequest {
  publicUrl: string
  request: ReceivedRequest
}

async function readRequest(args: CommandArgs, io: CommandIo): Promise<GivenRequest> {
  const { url, signature } = args.values
  if (typeof url !== 'string') throw usage('--url is missing: the URL that the provider called.')
  if (typeof signature !== 'string') throw usage('--signature is missing: X-Twilio-Signature.')
  const parts = splitUrl(url.split('#', 1)[0]!)
  if (parts === undefined || !/^https?:\/\/$/i.test(parts.scheme)) {
    throw usage(`--url must be absolute, like https://hooks.example.com/callbacks.`)
  }
  const { scheme, userInfo, host, port, rest } = parts
  const body = await readBody(args, io)
  const type = String(args.values['content-type'] ?? form)
  return {
    publicUrl: scheme + userInfo + host + port,
    request: {
      method: body.length > 0 ? 'POST' : 'GET',
      target: rest,
      headers: { 'x-twilio-signature': signature.trim(), 'content-type': type },
      body,
      ...(type.toLowerCase().startsWith(form) ? { form: body.toString() } : {}),
      seen: { protocol: scheme.toLowerCase() === 'https://' ? 'https' : 'http', host },
    },
  }
}

async function readBody({ values }: CommandArgs, { cwd }: CommandIo): Promise<Buffer> {
  const file = values['body-file']
  if (typeof file !== 'string') return Buffer.from(String(values['body'] ?? ''))
  if (values['body'] !== undefined) throw usage('--body and --body-file exclude each other.')
  try {
    return await readFile(resolve(cwd, file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw usage(`--body-file can't be read: ${file} (${code}).`)
  }
}

function usage(message: string): FatalError {
  return new FatalError(exitCodes.usage, `${message}\nSee: reelay verify --help`)
}
