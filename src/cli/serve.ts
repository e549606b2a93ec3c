import { Console } from 'node:console'
import process from 'node:process'
import { systemClock } from '../domain/clock.ts'
import type { Log } from '../domain/log.ts'
import type { Command, CommandArgs, CommandIo } from './command.ts'
import { whenToldToEnd } from './when-told-to-end.ts'

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
  summary: 'Run the receiver.',
  usage,
  options: {},
  positionals: 0,
  run: serve,
}

/**
 * Everything is settled well before this, ms: what is not is given up, so that the end is certain.
 */
const longestStop = 9_500

async function serve(_args: CommandArgs, io: CommandIo): Promise<number> {
  // Standard output is for log lines, whatever a user's own sink prints while it is loaded.
  globalThis.console = new Console(io.stderr)
  // The journal holds identities: what is made here is for its owner and group only.
  process.umask(0o027)
  const { loadCheckedSettings } = await import('../config/load-settings.ts')
  const { checkSink } = await import('../sinks/load.ts')
  const { defaultSinkName } = await import('../sinks/default-sink-name.ts')
  const { settings, warnings } = await loadCheckedSettings({
    env: io.env,
    cwd: io.cwd,
    sinkName: defaultSinkName,
    checkSink: (sink, personalData) =>
      checkSink(sink, { log: noLog, baseDir: io.cwd, personalData }),
  })
  const { openLog } = await import('../log-output.ts')
  const { startService } = await import('../compose.ts')
  const output = await openLog({
    level: settings.log.level,
    pretty: 'isTTY' in io.stdout && io.stdout.isTTY === true,
  })
  const { log } = output
  for (const warning of warnings) log.warn({ event: 'config.warning' }, warning)

  const told = whenToldToEnd(log, systemClock)
  void told.then(() => endWithin(longestStop + settings.shutdownDelayMs))
  const service = await startService(settings, output, io.cwd)
  const { port, adminPort } = service
  const msg = `Callbacks are taken at ${settings.callbackPath} on port ${port}`
  log.info({ event: 'service.listening', port, adminPort }, msg)

  const exitCode = await Promise.race([told, service.broken])
  endWithin(longestStop + settings.shutdownDelayMs)
  await service.stop()
  await output.flush()
  const lost = output.dropped()
  if (lost > 0) io.stderr.write(`Up to ${lost} log lines are lost: nobody read them.\n`)
  process.exit(exitCode)
}

function endWithin(ms: number): void {
  // It must not keep a process that could not start. Not exit(): that waits for threads, and one of
  // them may hang in a call to the kernel.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), ms).unref()
}

const noLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
