import type { Inspected } from '../config/inspect-settings.ts'
import type { CommandIo } from './command.ts'

/** The configuration as `reelay serve` would read it here, with where all of it came from. */
export async function inspect({ env, cwd }: CommandIo): Promise<Inspected> {
  const { inspectSettings } = await import('../config/inspect-settings.ts')
  const { checkSink } = await import('../sinks/load.ts')
  const { defaultSinkName } = await import('../sinks/default-sink-name.ts')
  const { eventTypes } = await import('../twilio/event-types.ts')
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  return inspectSettings({
    env,
    cwd,
    sinkName: defaultSinkName,
    knownTypes: eventTypes(),
    checkSink: (sink, personalData) => checkSink(sink, { log: quiet, baseDir: cwd, personalData }),
  })
}
