import type { Log } from '../domain/log.ts'
import type { SinkSettings } from '../domain/settings.ts'
import type { Sink, SinkModule, SinkSetup } from '../domain/sink.ts'
import { loadModule } from './load-module.ts'
import { messageOf } from './message-of.ts'
import { moduleOptions, relayOptions, relayOptionsSchema } from './relay-options.ts'
import { validate } from './validate.ts'

/** A sink that is ready for its first batch. */
export interface LoadedSink {
  name: string
  batchSize: number
  sink: Sink
}

export interface SinkDeps {
  log: Log
  /** Absolute: where relative paths start. */
  baseDir: string
  /** False unless said. */
  personalData?: boolean
}

/** A sink that can't be made as it is configured. The message has one line for each mistake. */
export class SinkConfigError extends Error {
  override name = 'SinkConfigError'
  readonly code = 'sink-config'
  readonly mistakes: readonly string[]
  constructor(name: string, mistakes: readonly string[]) {
    super([`sink ${name} is not configured right`, ...mistakes].join('\n  '))
    this.mistakes = mistakes
  }
}

type Prepared =
  | { fits: true; module: SinkModule; setup: SinkSetup<Record<string, unknown>> }
  | { fits: false; mistakes: readonly string[] }

/**
 * All that is wrong with a sink's settings, as `/url: …` or `/options/…: …`, none if they fit.
 * Loads the sink's module, opens nothing. Never rejects, and shows no secret.
 */
export async function checkSink(settings: SinkSettings, deps: SinkDeps): Promise<string[]> {
  const prepared = await prepare(settings, deps)
  return prepared.fits ? [] : [...prepared.mistakes]
}

/**
 * Makes the sink that the URL's scheme asks for. Rejects with a `SinkConfigError`, or with the
 * module's own error where it can't make the sink.
 */
export async function loadSink(settings: SinkSettings, deps: SinkDeps): Promise<LoadedSink> {
  const { name } = settings
  const prepared = await prepare(settings, deps)
  if (!prepared.fits) throw new SinkConfigError(name, prepared.mistakes)
  const { module, setup } = prepared
  const sink = await module.create(setup)
  if (typeof sink?.deliver !== 'function' || typeof sink.close !== 'function') {
    throw new SinkConfigError(name, ['/url: create() made no object with deliver() and close()'])
  }
  const { batchSize = module.batchSize } = relayOptions(settings.options)
  return { name, batchSize, sink }
}

async function prepare(settings: SinkSettings, deps: SinkDeps): Promise<Prepared> {
  const { name, url } = settings
  const mistakes = validate(relayOptionsSchema, structuredClone(settings.options))
  const options = structuredClone(moduleOptions(settings.options))
  const setup = { name, url, options, ...deps }
  try {
    const module = await loadModule(url, deps.baseDir)
    const misfits = validateFor(module, options)
    mistakes.push(...misfits)
    // A check may rely on what the schema promises.
    if (misfits.length === 0) mistakes.push(...((await module.check?.(setup)) ?? []))
    if (mistakes.length === 0) return { fits: true, module, setup }
  } catch (error) {
    mistakes.push(`/url: ${messageOf(error)}`)
  }
  return { fits: false, mistakes }
}

function validateFor(module: SinkModule, options: Record<string, unknown>): string[] {
  try {
    return validate(module.options, options)
  } catch (error) {
    throw new Error(`the options schema of ${module.kind} does not compile: ${messageOf(error)}`)
  }
}
