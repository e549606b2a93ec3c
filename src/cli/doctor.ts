import type { Inspected } from '../config/inspect-settings.ts'
import type { Check, Checked } from '../doctor/checked.ts'
import { exitCodes } from '../domain/errors.ts'
import type { ArrivedProbe } from '../http/probes.ts'
import { adminClientFor } from './admin-client.ts'
import type { Command, CommandIo } from './command.ts'
import { inspect } from './inspect.ts'
import { printable, printableJson } from './output/printable.ts'
import { type Terminal, terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'
import { usageError } from './usage-error.ts'

const usage = `
Usage: reelay doctor [--time-url URL] [--json]

Tries the deployment end to end, beside the running service and with its configuration: the
configuration, the store, the disk, the clock, each sink, the admin listener, and the way from the
public URL to the service: signed test callbacks, which are answered and logged, but neither
stored nor relayed. Says what a proxy changed on the way. Each check prints a line, with what to do.

Options:
      --time-url URL  Whose clock to compare with: https://api.twilio.com unless given, then that of
                      the public URL.
      --json          One JSON object for each line.
  -h, --help          This text.

Exit codes: 0 nothing failed, 1 a check failed, 64 usage.
`

/** `reelay doctor`: does all of it work together? */
export const command: Command = {
  name: 'doctor',
  summary: 'Try the deployment end to end: disk, sinks, proxy, signatures.',
  usage,
  options: { 'time-url': { type: 'string' }, json: { type: 'boolean' } },
  positionals: 0,
  async run({ values }, io) {
    const timeUrl = String(values['time-url'] ?? 'https://api.twilio.com')
    if (!URL.canParse(timeUrl)) throw usageError('doctor', '--time-url is no URL.')
    const { tryCheck } = await import('../doctor/checked.ts')
    const terminal = terminalOf(io)
    let failed = false
    const tell = async (checked: Checked) => {
      failed ||= checked.state === 'fail'
      const text = values['json'] === true ? printableJson(checked) : line(checked, terminal)
      await write(io.stdout, `${text}\n`)
    }
    for await (const check of checks(io, timeUrl)) {
      for (const checked of await tryCheck(check)) await tell(checked)
    }
    return failed ? exitCodes.failed : exitCodes.ok
  },
}

/** All there is to try; without a right configuration, nothing else. */
async function* checks(io: CommandIo, timeUrl: string): AsyncGenerator<Check> {
  const inspected = await inspect(io)
  const { checkConfiguration } = await import('../doctor/check-configuration.ts')
  yield { check: 'configuration', run: async () => checkConfiguration(inspected) }
  if (inspected.mistakes.length === 0) yield* deployment(inspected, io, timeUrl)
}

async function* deployment(
  { settings }: Inspected,
  io: CommandIo,
  timeUrl: string,
): AsyncGenerator<Check> {
  const { checkStore } = await import('../doctor/check-store.ts')
  const { checkDisk } = await import('../doctor/check-disk.ts')
  const { checkClock } = await import('../doctor/check-clock.ts')
  const { checkSinkReachable } = await import('../doctor/check-sinks.ts')
  const { checkReadiness } = await import('../doctor/check-readiness.ts')
  const { checkCertificate } = await import('../doctor/check-certificate.ts')
  const { waysToCheck } = await import('../doctor/check-way.ts')
  const { adminUrl } = await import('../config/admin-url.ts')
  const { sendRequest } = await import('./send-request.ts')

  yield { check: 'store', run: () => checkStore(settings) }
  yield { check: 'disk', run: () => checkDisk(settings) }
  const clocks = [timeUrl, ...settings.publicUrls.slice(0, 1)]
  yield { check: 'clock', run: () => checkClock(clocks) }
  for (const sink of settings.sinks) {
    const run = async () => [await checkSinkReachable(sink, io.cwd)]
    yield { check: `sink ${sink.name}`, run }
  }
  yield { check: 'readiness', run: async () => checkReadiness(adminUrl(io)) }
  for (const url of settings.publicUrls) {
    yield { check: 'certificate', run: () => checkCertificate(url) }
  }
  yield* waysToCheck(settings, {
    send: sendRequest,
    async arrived(id) {
      const client = await adminClientFor(io)
      return client.get<ArrivedProbe>(`probes/${id}`)
    },
  })
}

function line({ check, state, said, todo }: Checked, terminal: Terminal): string {
  const words = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' }
  const word = state === 'fail' ? terminal.red(words.fail) : words[state]
  const end = todo === undefined ? '' : `. ${todo}`
  return `${word}  ${printable(`${check}: ${said}${end}`)}`
}
