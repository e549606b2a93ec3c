import { exitCodes, FatalError } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import { readAccounts } from './accounts.ts'
import { readCallbackPath } from './callback-path.ts'
import { readConfigFile } from './config-file.ts'
import { readEnvironment, unknownVariables } from './environment.ts'
import type { Finding } from './finding.ts'
import { readListeners } from './listeners.ts'
import { readLog } from './log-settings.ts'
import { mistakesMessage } from './mistakes-message.ts'
import { createPick } from './pick.ts'
import { readPublicUrls } from './public-urls.ts'
import { readRetention } from './retention.ts'
import { readShutdownDelay } from './shutdown-delay.ts'
import { readSinks, type SinkName } from './sinks.ts'
import { readStore } from './store.ts'

export interface LoadOptions {
  env: Readonly<NodeJS.ProcessEnv>
  /** Absolute: what relative paths start at. */
  cwd: string
  /** The configuration file that the command line names; wins over `REELAY_CONFIG`. */
  argvConfig?: string | undefined
  /** Makes the name of a sink that was given none. */
  sinkName: SinkName
}

export interface LoadedSettings {
  settings: Settings
  /** For one `config.warning` line each: the place, a colon, and what to do. */
  warnings: string[]
}

/**
 * The whole configuration, from the environment and the file. Throws a `FatalError` (78) whose
 * message lists every mistake with its place and what to do, and shows no secret.
 */
export function loadSettings(options: LoadOptions): LoadedSettings {
  const { env, cwd, argvConfig, sinkName } = options
  const mistakes: Finding[] = []
  const mistake = (place: string, message: string) => void mistakes.push({ place, message })
  const warnings = unknownVariables(env)

  const environment = readEnvironment(env, cwd, mistake)
  const variable = environment.REELAY_CONFIG
  const named =
    argvConfig !== undefined
      ? { path: argvConfig, place: '--config' }
      : variable && { path: variable.text, place: variable.place }
  const file = readConfigFile({ cwd, named }, mistake)
  const pick = createPick(environment, file)

  const keys = readAccounts(environment.TWILIO_AUTH_TOKEN, file, mistake)
  const callbackPath = readCallbackPath(pick('REELAY_CALLBACK_PATH'), mistake)
  const settings: Settings = {
    ...keys,
    callbackPath,
    publicUrls: readPublicUrls(pick('REELAY_PUBLIC_URL'), file, callbackPath, mistake, warnings),
    store: readStore(pick('REELAY_STORE'), cwd, mistake),
    sinks: readSinks(pick('REELAY_SINKS'), file, sinkName, mistake),
    retention: readRetention(pick('REELAY_RETENTION'), file, mistake),
    ...readListeners(pick, file, mistake),
    log: readLog(pick, mistake),
    shutdownDelayMs: readShutdownDelay(pick('SHUTDOWN_DELAY'), mistake),
  }
  if (mistakes.length === 0) {
    return { settings, warnings: warnings.map(({ place, message }) => `${place}: ${message}`) }
  }
  const noKeys = keys.accounts.length + keys.authTokens.length === 0
  throw new FatalError(exitCodes.config, mistakesMessage(mistakes, warnings, noKeys))
}
