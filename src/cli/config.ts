import type { Command } from './command.ts'
import { checkConfig } from './config-check.ts'
import { callbackUrl } from './config-url.ts'
import { oneOf, usageError } from './usage-error.ts'

const usage = `
Usage: reelay config [check] [--json]
       reelay config url [URL] [--method POST|GET] [--json]

check reads the whole configuration, as reelay serve would, and prints it with where each value came
from; secrets are masked. Standard error gets what is wrong, and what will lose callbacks.

url makes the statusCallback URL to give to Twilio, says what is wrong with it, and prints the
lines to paste for Twilio's CLI, curl and Node, for rooms of Video and for recordings of calls. A
URL that is given is held against the configuration in its place.

Options:
      --method METHOD  How Twilio is to call: POST unless given.
      --json           As one JSON object.
  -h, --help           This text.

Exit codes: 0 good, 1 callbacks will be lost by this URL, 64 usage, 78 configuration.

Examples:
  reelay config check
  reelay config url
  reelay config url 'https://hooks.example.com/callbacks/eu#rc=5&rp=all'
`

/** `reelay config`: is it right, and what is Twilio to be told? */
export const command: Command = {
  name: 'config',
  summary: 'Check the configuration; make the URL to give to Twilio.',
  usage,
  options: { json: { type: 'boolean' }, method: { type: 'string' } },
  positionals: 2,
  async run(args, io) {
    const [verb = 'check', url] = args.positionals
    if (oneOf('config', 'action', verb, ['check', 'url']) === 'url') return callbackUrl(args, io)
    if (url !== undefined) {
      throw usageError('config', `${JSON.stringify(url)} is one argument too many.`)
    }
    if (args.values['method'] !== undefined) {
      throw usageError('config', '--method is not for reelay config check.')
    }
    return checkConfig(args, io)
  },
}
