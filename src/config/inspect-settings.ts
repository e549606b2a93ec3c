import type { Settings } from '../domain/settings.ts'
import { type CheckSink, checkSinks } from './check-sinks.ts'
import { type DescribedSetting, describeSettings } from './describe-settings.ts'
import type { Finding } from './finding.ts'
import { type LoadOptions, readSettings } from './load-settings.ts'
import { findLosses } from './losses.ts'

export interface InspectOptions extends LoadOptions {
  checkSink: CheckSink
  /** Every type that an event can have. */
  knownTypes: readonly string[]
}

/** A configuration, looked at from all sides. */
export interface Inspected {
  /** With mistakes: what could be made of the rest. */
  settings: Settings
  described: DescribedSetting[]
  mistakes: Finding[]
  /** What `reelay serve` warns of too, and more: whatever will lose callbacks or events. */
  warnings: Finding[]
}

/** The whole configuration with where each value came from; never rejects over a mistake. */
export async function inspectSettings(options: InspectOptions): Promise<Inspected> {
  const read = readSettings(options)
  const { settings, sinks, adminTokens, origins } = read
  const misfits = await checkSinks(sinks, options.checkSink, settings.log.personalData)
  const adminTokenPlaces = adminTokens.map(({ place }) => place)
  const warnings = [...read.warnings, ...findLosses({ settings, sinks, origins }, options)]
  return {
    settings,
    described: describeSettings({ settings, sinks, adminTokenPlaces, origins }),
    mistakes: [...read.mistakes, ...misfits],
    warnings,
  }
}
