import type { Finding, Report } from './finding.ts'
import type { Given } from './given.ts'
import { nearestName } from './nearest-name.ts'
import { readSecretFile } from './read-secret-file.ts'
import { isSecret, type VariableName, variableNames } from './variables.ts'

/** The variables that are set: trimmed, read from `NAME_FILE` where that is used. */
export type Environment = Readonly<Partial<Record<VariableName, Given>>>

/** Reads every known variable. One that is empty counts as not set. */
export function readEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  cwd: string,
  mistake: Report,
): Environment {
  const environment: Partial<Record<VariableName, Given>> = {}
  for (const name of variableNames) {
    const text = env[name]?.trim() ?? ''
    if (text !== '') environment[name] = { place: name, text, baseDir: cwd }
    if (!isSecret(name)) continue
    const place = `${name}_FILE`
    const path = env[place]?.trim() ?? ''
    if (path === '') continue
    if (text !== '') {
      mistake(name, `${place} is set too. Keep one of the two.`)
      continue
    }
    const secret = readSecretFile(path, cwd, place, mistake)
    // Given, though wrong: nobody should be told that it is missing as well.
    environment[name] = { place, text: secret ?? '', baseDir: cwd }
  }
  return environment
}

/**
 * Kubernetes puts the addresses of a namespace's services into the environment: for ones called
 * `reelay` or `reelay-…`, these (https://kubernetes.io/docs/concepts/services-networking/service/).
 */
const injected = new RegExp(
  '^REELAY_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|' +
    'PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$',
)

/** The same service's address, `tcp://10.0.0.7:8080`; a number there is a mistaken `PORT`. */
const injectedAddress = /^REELAY_(?:[A-Z0-9_]+_)?PORT$/

/** A warning for each `REELAY_…` variable that means nothing, with the nearest name that does. */
export function unknownVariables(env: Readonly<NodeJS.ProcessEnv>): Finding[] {
  const known = variableNames.flatMap(name => (isSecret(name) ? [name, `${name}_FILE`] : [name]))
  const byEnding = new Map(known.map(name => [ending(name), name]))
  return Object.keys(env)
    .filter(name => name.startsWith('REELAY_') && !known.includes(name))
    .filter(name => !injected.test(name))
    .filter(name => !injectedAddress.test(name) || /^\s*\d+\s*$/.test(env[name] ?? ''))
    .sort()
    .map(name => {
      const nearest = byEnding.get(nearestName(ending(name), [...byEnding.keys()]) ?? '')
      return { place: name, message: `unknown, and ignored. The nearest name is ${nearest}.` }
    })
}

/** `REELAY_LOG_LEVEL` is as near to `LOG_LEVEL` as can be. */
function ending(name: string): string {
  return name.replace(/^(?:REELAY|TWILIO)_/, '')
}
