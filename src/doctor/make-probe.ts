import { randomBytes } from 'node:crypto'
import type { CallbackMethod } from '../domain/callback.ts'
import type { Settings } from '../domain/settings.ts'
import type { Field } from '../twilio/form.ts'
import { probeEvent } from '../twilio/probe.ts'
import { type SignedCallback, signRequest } from '../twilio/sign.ts'

/** A signed request that only tries the way. */
export interface Probe {
  id: string
  /** For people: no user info, no query. */
  name: string
  /** What it begins with; the target that should arrive is the rest. */
  publicUrl: string
  request: SignedCallback
}

/** How a probe is signed. */
export type ProbeKey = Pick<Parameters<typeof signRequest>[0], 'authToken' | 'sharedKey'> & {
  accountSid?: string
}

/** Text that a way which decodes, trims or sorts does not leave as it is. */
const text = ' Zürich + 100 % & more '
/** Not in the order of names, with escapes that need not be there. */
const ownQuery = 'z=%7Etilde%20and%2Bplus&a=1'

/** The key of the first account, or the first token. Undefined where there is none. */
export function probeKey({ accounts, authTokens }: Settings): ProbeKey | undefined {
  const [account] = accounts
  if (account === undefined) {
    return authTokens[0] === undefined ? undefined : { authToken: authTokens[0] }
  }
  const { accountSid, sharedKeys, requireSharedKey } = account
  const authToken = requireSharedKey ? undefined : account.authTokens[0]
  if (authToken !== undefined) return { accountSid, authToken }
  const [shared] = sharedKeys
  return shared && { accountSid, authToken: shared.secret, sharedKey: shared }
}

/** Makes a probe of a method for a path below a public URL. */
export function makeProbe(
  way: { publicUrl: string; path: string; method: CallbackMethod },
  { accountSid, ...key }: ProbeKey,
): Probe {
  const { publicUrl, path, method } = way
  const id = randomBytes(8).toString('hex')
  const fields: Field[] = [
    ['StatusCallbackEvent', probeEvent],
    ...(accountSid === undefined ? [] : [['AccountSid', accountSid] as const]),
    ['ProbeText', text],
    ['ProbeEmpty', ''],
  ]
  const request = signRequest({
    method,
    url: `${publicUrl}${path}?reelay-probe=${id}&${ownQuery}`,
    fields,
    idempotencyToken: `reelay-probe-${id}`,
    ...key,
  })
  const shown = publicUrl.replace(/\/\/[^/@]*@/, '//')
  return { id, name: `${method} ${shown}${path}`, publicUrl, request }
}
