import { adminUrl } from '../config/admin-url.ts'
import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'

const usage = `
Usage: reelay healthcheck [--timeout SECONDS]

Asks /readyz of the admin listener whether callbacks can be kept, and says so in one line.
Finds it at REELAY_ADMIN_URL, else by ADMIN_HOST and ADMIN_PORT (or the configuration file).

Options:
      --timeout SECONDS  How long to wait for the whole answer; 3 unless given.
  -h, --help             This text.

Exit codes: 0 ready, 1 not ready or not to be reached.

Example, in a Dockerfile:
  HEALTHCHECK CMD ["reelay", "healthcheck"]
`

/** `reelay healthcheck`: for containers. */
export const command: Command = {
  name: 'healthcheck',
  summary: 'Ask a running receiver whether it is ready.',
  usage,
  options: { timeout: { type: 'string' } },
  positionals: 0,
  run: healthcheck,
}

async function healthcheck({ values }: CommandArgs, io: CommandIo): Promise<number> {
  const seconds = values['timeout'] === undefined ? 3 : Number(values['timeout'])
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new FatalError(exitCodes.usage, '--timeout needs seconds, above 0 and up to 3600.')
  }
  try {
    const url = new URL(`${adminUrl(io)}/readyz`)
    const status = await statusOf(url, AbortSignal.timeout(Math.ceil(seconds * 1000)))
    const ready = status === 200
    io.stdout.write(`${ready ? 'ready' : `not ready: ${url.host} answered ${status}`}\n`)
    return ready ? exitCodes.ok : exitCodes.failed
  } catch (error) {
    // 1 whatever the reason: Docker reserves the codes above it.
    io.stdout.write(`not ready: ${reason(error, seconds)}\n`)
    return exitCodes.failed
  }
}

/** The status of the answer, once it is there whole. Only what is needed of HTTP is loaded. */
async function statusOf(url: URL, signal: AbortSignal): Promise<number> {
  const { get } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, agent: false }, response => {
      response.on('error', reject)
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.resume()
    })
    request.on('error', reject)
  })
}

function reason(error: unknown, seconds: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return `no answer within ${seconds} s`
  return error.message || ('code' in error ? String(error.code) : error.name)
}
