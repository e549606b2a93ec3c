import { exitCodes, FatalError } from '../domain/errors.ts'
import type { StoreSettings } from '../domain/settings.ts'
import { readConfigFile } from './config-file.ts'
import { readEnvironment } from './environment.ts'
import type { Finding } from './finding.ts'
import type { LoadOptions } from './load-settings.ts'
import { mistakesMessage } from './mistakes-message.ts'
import { createPick } from './pick.ts'
import { readStore } from './store.ts'

/**
 * Where callbacks are kept, for commands that need nothing else of the configuration. Throws a
 * `FatalError` (78) that lists what is wrong with that setting.
 */
export function loadStore({ env, cwd }: Pick<LoadOptions, 'env' | 'cwd'>): StoreSettings {
  const mistakes: Finding[] = []
  const mistake = (place: string, message: string) => void mistakes.push({ place, message })
  const environment = readEnvironment(env, cwd, mistake)
  const file = readConfigFile({ cwd, named: environment.REELAY_CONFIG?.text }, mistake)
  const store = readStore(createPick(environment, file), file, cwd, mistake, [])
  const found = mistakes.filter(({ place }) => /REELAY_(?:STORE|CONFIG)|\/store|: \/$/.test(place))
  if (store !== undefined && found.length === 0) return store
  throw new FatalError(exitCodes.config, mistakesMessage(found, [], false))
}
