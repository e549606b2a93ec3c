import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import { readAccounts } from './accounts.ts'
import type { PlacedToken } from './admin-tokens.ts'
import { readCallbackPath } from './callback-path.ts'
import { type CheckSink, checkSinks } from './check-sinks.ts'
import { readConfigFile } from './config-file.ts'
import { readEnvironment, unknownVariables } from './environment.ts'
import type { Finding } from './finding.ts'
import { readListeners } from './listeners.ts'
import { localSinks } from './local-sinks.ts'
import { readLog } from './log-settings.ts'
import { mistakesMessage } from './mistakes-message.ts'
import { createOrigins, type Origins } from './origin.ts'
import { createPick } from './pick.ts'
import { readPublicUrls } from './public-urls.ts'
import { readRetention } from './retention.ts'
import { readShutdownDelay } from './shutdown-delay.ts'
import { type PlacedSink, readSinks, type SinkName } from './sinks.ts'
import { readSpool } from './spool.ts'
import { readStalledAfter } from './stalled-after.ts'
import { defaultStore, readStore } from './store.ts'

export interface LoadOptions {
  env: Readonly<NodeJS.ProcessEnv>
  /** Absolute: what relative paths start at. */
  cwd: string
  /** Makes the name of a sink that was given none. */
  sinkName: SinkName
}

export interface LoadedSettings {
  settings: Settings
  /** For one `config.warning` line each: the place, a colon, and what to do. */
  warnings: string[]
}

/** Settings with everything that was found about them. */
export interface ReadSettings {
  settings: Settings
  sinks: PlacedSink[]
  adminTokens: PlacedToken[]
  origins: Origins
  mistakes: Finding[]
  warnings: Finding[]
}

/**
 * The whole configuration, from the environment and the file. Throws a `FatalError` (78) whose
 * message lists every mistake with its place and what to do, and shows no secret. Whether sinks
 * can be made as they are configured, it does not ask.
 */
export function loadSettings(options: LoadOptions): LoadedSettings {
  return conclude(readSettings(options))
}

/** The same; the mistakes that `checkSink` finds are in the same message, each with its place. */
export async function loadCheckedSettings(
  options: LoadOptions & { checkSink: CheckSink },
): Promise<LoadedSettings> {
  const read = readSettings(options)
  const { personalData } = read.settings.log
  read.mistakes.push(...(await checkSinks(read.sinks, options.checkSink, personalData)))
  return conclude(read)
}

/** Reads all there is, mistakes and all. Whether sinks can be made, it does not ask. */
export function readSettings({ env, cwd, sinkName }: LoadOptions): ReadSettings {
  const mistakes: Finding[] = []
  const mistake = (place: string, message: string) => void mistakes.push({ place, message })
  const warnings = unknownVariables(env)

  const environment = readEnvironment(env, cwd, mistake)
  const file = readConfigFile({ cwd, named: environment.REELAY_CONFIG?.text }, mistake)
  const pick = createPick(environment, file)

  const keys = readAccounts(environment.TWILIO_AUTH_TOKEN, file, mistake)
  const callbackPath = readCallbackPath(pick('REELAY_CALLBACK_PATH'), mistake)
  const publicUrl = pick('REELAY_PUBLIC_URL')
  const publicUrls = readPublicUrls(publicUrl, file, callbackPath, mistake, warnings)
  const store = readStore(pick, file, cwd, mistake, warnings)
  const spool = readSpool(pick('REELAY_SPOOL'), store, mistake, warnings)
  const sinks = readSinks(pick('REELAY_SINKS'), file, sinkName, mistake)
  warnings.push(...localSinks(store, sinks))
  const retention = readRetention(pick('REELAY_RETENTION'), file, mistake)
  const { listen, admin, adminTokens } = readListeners(pick, file, mistake)
  const stalledAfterMs = readStalledAfter(pick('REELAY_STALLED_AFTER'), mistake)
  const settings: Settings = {
    ...keys,
    callbackPath,
    publicUrls,
    store: store ?? defaultStore(cwd),
    ...(spool === undefined ? {} : { spool }),
    sinks: sinks.map(sink => sink.settings),
    retention,
    listen,
    admin,
    log: readLog(pick, mistake),
    ...(stalledAfterMs === undefined ? {} : { stalledAfterMs }),
    shutdownDelayMs: readShutdownDelay(pick('SHUTDOWN_DELAY'), mistake),
  }
  const origins = createOrigins(environment, file)
  return { settings, sinks, adminTokens, origins, mistakes, warnings }
}

function conclude({ settings, mistakes, warnings }: ReadSettings): LoadedSettings {
  if (mistakes.length === 0) {
    return { settings, warnings: warnings.map(({ place, message }) => `${place}: ${message}`) }
  }
  const noKeys = settings.accounts.length + settings.authTokens.length === 0
  throw new FatalError(exitCodes.config, mistakesMessage(mistakes, warnings, noKeys))
}
