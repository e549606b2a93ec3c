import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Log } from '../domain/log.ts'
import type { Settings } from '../domain/settings.ts'
import type { checkSink } from '../sinks/load.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'

const usage = `
Usage: reelay serve

Runs the receiver until it is told to stop (SIGTERM, SIGINT). Configured by environment variables,
or by reelay.config.json in the working directory (REELAY_CONFIG names another file).

The smallest set-up that works:

  TWILIO_AUTH_TOKEN=… REELAY_PUBLIC_URL=https://hooks.example.com reelay serve

Then give the provider https://hooks.example.com/callbacks#rc=5&rp=all as statusCallback URL.
Standard output holds log lines only, one JSON object each (made readable on a terminal).

Exit codes: 0 stopped, 69 port taken, 73 store can't be used, 78 configuration.
All settings: docs/configuration.md
`

/** `reelay serve`: the receiver itself. */
export const command: Command = {
  name: 'serve',
  summary: 'run the receiver',
  usage,
  options: {},
  positionals: 0,
  run: serve,
}

/** Everything is settled well before this; what is not is given up, so that the end is certain. */
const longestStop = 9_500

async function serve(_args: CommandArgs, io: CommandIo): Promise<number> {
  const { loadSettings } = await import('../config/load-settings.ts')
  const { checkSink: check, defaultSinkName } = await import('../sinks/load.ts')
  const { settings, warnings } = loadSettings({
    env: io.env,
    cwd: io.cwd,
    sinkName: defaultSinkName,
  })
  await refuseSinks(settings, check, io.cwd)
  const { openLog } = await import('../log-output.ts')
  const { startService } = await import('../compose.ts')
  const { default: closeWithGrace } = await import('close-with-grace')
  const output = await openLog({
    level: settings.log.level,
    pretty: 'isTTY' in io.stdout && io.stdout.isTTY === true,
  })
  const { log } = output
  for (const warning of warnings) log.warn({ event: 'config.warning' }, warning)

  const starting = startService(settings, output, io.cwd)
  const delay = longestStop + settings.shutdownDelayMs
  closeWithGrace({ delay, logger: false, skip: ['beforeExit'] }, async ({ err }) => {
    if (err) log.fatal({ event: 'service.stopping', err }, 'A mistake of our own: stopping')
    const service = await starting
    await service.stop()
    output.flush()
  })
  const service = await starting
  const { port, adminPort } = service
  const msg = `Callbacks are taken at ${settings.callbackPath} on port ${port}`
  log.info({ event: 'service.listening', port, adminPort }, msg)
  return service.broken.finally(() => output.flush())
}

/** Finds what is wrong with any of the sinks before anything is started. */
async function refuseSinks(
  { sinks, log }: Settings,
  check: typeof checkSink,
  baseDir: string,
): Promise<void> {
  const { personalData } = log
  const found = sinks.map(async sink => {
    const mistakes = await check(sink, { log: noLog, baseDir, personalData })
    return mistakes.map(mistake => `sink ${sink.name}: ${mistake}`)
  })
  const mistakes = (await Promise.all(found)).flat()
  if (mistakes.length === 0) return
  const lines = mistakes.map(mistake => `  ${mistake}`).join('\n')
  throw new FatalError(exitCodes.config, `Reelay can't start, its sinks need mending:\n${lines}`)
}

const noLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
