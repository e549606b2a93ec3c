import type { CallbackMethod } from '../domain/callback.ts'
import type { Settings } from '../domain/settings.ts'
import type { ArrivedProbe } from '../http/probes.ts'
import type { SignedCallback } from '../twilio/sign.ts'
import type { Check, Checked } from './checked.ts'
import { judgeProbe, type ProbeAnswer } from './judge-probe.ts'
import { makeProbe, type Probe, probeKey } from './make-probe.ts'
import { whyFailed } from './why-failed.ts'

/** What probes are sent with, and asked after. */
export interface ProbeDeps {
  send(request: SignedCallback, timeoutMs: number): Promise<ProbeAnswer>
  /**
   * How a probe arrived at the service; undefined if it did not. Rejects where it can't be asked.
   */
  arrived(id: string): Promise<ArrivedProbe | undefined>
}

/** As long as Twilio waits. */
const patience = 15_000

/** The public URL tried end to end: by POST, by GET, and below the callback path. */
export function waysToCheck(settings: Settings, deps: ProbeDeps): Check[] {
  const { publicUrls, callbackPath } = settings
  const key = probeKey(settings)
  if (publicUrls.length === 0 || key === undefined) {
    const said = 'not tried: REELAY_PUBLIC_URL is not set'
    const todo = 'Set it, so that the way from the outside can be tried.'
    const checked: Checked = { check: 'public URL', state: 'warn', said, todo }
    return [{ check: checked.check, run: async () => [checked] }]
  }
  const below = `${callbackPath === '/' ? '' : callbackPath}/reelay-probe/a%20b`
  const ways: readonly (readonly [CallbackMethod, string])[] = [
    ['POST', callbackPath],
    ['GET', callbackPath],
    ['POST', below],
  ]
  return publicUrls.flatMap(publicUrl =>
    ways.map(([method, path]): Check => {
      const probe = makeProbe({ publicUrl, path, method }, key)
      return { check: probe.name, run: async () => [await tryWay(probe, deps)] }
    }),
  )
}

async function tryWay(probe: Probe, deps: ProbeDeps): Promise<Checked> {
  const { name: check, id, request } = probe
  let answer: ProbeAnswer
  try {
    answer = await deps.send(request, patience)
  } catch (error) {
    const { said, todo } = whyFailed(error, patience)
    return { check, state: 'fail', said: `not to be reached from here: ${said}`, todo }
  }
  let arrived: ArrivedProbe | undefined
  try {
    arrived = await deps.arrived(id)
  } catch {
    const taken = answer.status >= 200 && answer.status < 300
    const said = `answered ${answer.status}; how it arrived can't be asked of the admin API`
    const todo = 'Mend the admin URL first.'
    return { check, state: taken ? 'warn' : 'fail', said, todo }
  }
  return { check, ...judgeProbe(probe, answer, arrived) }
}
