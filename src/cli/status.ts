import { exitCodes } from '../domain/errors.ts'
import type { Command } from './command.ts'
import { printableJson } from './output/printable.ts'
import { write } from './output/write.ts'
import { sent } from './sent.ts'
import { type Status, statusText } from './status-text.ts'
import { lookWith } from './with-client.ts'

const usage = `
Usage: reelay status [--json]

One screen: the intake, the store, each sink with its lag, circuit and last error, and what needs a
hand, with the command to run for each.

Options:
      --json  As one JSON object.
  -h, --help  This text.

Exit codes: 0 all is well, 1 something needs a hand, 64 usage, 69 no service and no file to read,
78 token or configuration.
`

/** `reelay status`: is all well, and what to do if not. */
export const command: Command = {
  name: 'status',
  summary: 'Show how all is on one screen, and what needs a hand.',
  usage,
  options: { json: { type: 'boolean' } },
  positionals: 0,
  run({ values }, io) {
    return lookWith(io, async client => {
      const status = sent(await client.get<Status>('status'), 'status')
      const json = values['json'] === true
      await write(
        io.stdout,
        `${json ? printableJson(status) : statusText(status, io, Date.now())}\n`,
      )
      return status.ok ? exitCodes.ok : exitCodes.failed
    })
  },
}
