import type { SinkSettings } from '../../src/domain/settings.ts'
import type { DeliveryContext } from '../../src/domain/sink.ts'
import { loadSink, type SinkDeps } from '../../src/sinks/load.ts'

export const silent = { debug() {}, info() {}, warn() {}, error() {} }

export function settingsOf(url: string, options: Record<string, unknown> = {}): SinkSettings {
  return { name: 'under-test', url, from: 'beginning', options }
}

/** Loads a sink just as the relay's thread does. */
export function load(
  url: string,
  options: Record<string, unknown> = {},
  deps: Partial<SinkDeps> = {},
) {
  return loadSink(settingsOf(url, options), { log: silent, baseDir: process.cwd(), ...deps })
}

export function contextOf(given: Partial<DeliveryContext> = {}): DeliveryContext {
  return { signal: new AbortController().signal, log: silent, attempt: 1, ...given }
}
