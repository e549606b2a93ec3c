import { guessedBodies } from './guessed-bodies.ts'
import { guessedOrigins } from './guessed-origins.ts'
import { guessedTargets } from './guessed-targets.ts'
import type { AccountKey } from './keyring.ts'
import type { Refusal } from './refusal.ts'
import { isSignatureOf } from './signature.ts'
import type { Signed } from './signed.ts'
import { splitUrl, withoutDefaultPort, withoutUserInfo } from './url-text.ts'

/** How many HMACs a diagnosis may cost, in all and for each of its questions. */
const limits = { all: 200, accounts: 40, origins: 80, targets: 40, bodies: 40 } as const

/** Does the signature hold for this text under one of these keys, by default the request's own? */
type Trial = (text: string, keys?: readonly AccountKey[]) => AccountKey | undefined

/**
 * Finds out why a signature does not hold, by trying what setups usually get wrong. A reason other
 * than `signature-unknown` is proven: the signature holds for the text with that one change.
 *
 * `others` are the keys that were not tried; `configured` says whether the public URLs are the
 * user's or were derived from the request.
 */
export function diagnose(
  signed: Signed,
  others: readonly AccountKey[],
  configured: boolean,
): Refusal {
  let left: number = limits.all
  const questions: [limit: number, ask: (trial: Trial) => Refusal | undefined][] = [
    [limits.accounts, trial => otherKey(signed, others, trial)],
    [limits.origins, trial => wrongOrigin(signed, [signed.request.target], configured, trial)],
    [limits.targets, trial => rewrittenTarget(signed, trial)],
    [limits.bodies, trial => changedBody(signed, trial)],
    [limits.all, trial => wrongOriginAndTarget(signed, configured, trial)],
  ]
  for (const [limit, ask] of questions) {
    let own = Math.min(limit, left)
    const refusal = ask((text, keys = signed.keys) =>
      keys.find(key => {
        if (own === 0) return false
        own--
        left--
        return isSignatureOf(signed.signature, text, key)
      }),
    )
    if (refusal !== undefined) return refusal
  }
  return unknown
}

function otherKey(
  { endpoints, request, suffixes }: Signed,
  others: readonly AccountKey[],
  trial: Trial,
): Refusal | undefined {
  if (others.length === 0) return undefined
  for (const form of endpoints.flatMap(endpoint => endpoint.forms)) {
    for (const suffix of suffixes) {
      const key = trial(form + request.target + suffix, others)
      if (key !== undefined) return signedBy(key)
    }
  }
  return undefined
}

function signedBy({ sid, accountSid }: AccountKey): Refusal {
  if (sid !== undefined) {
    return {
      reason: 'key-unknown',
      hint:
        `It was signed with the shared key ${sid} of ${accountSid}, but does not say so: let ` +
        'X-Twilio-Signature-Key-Sid through, and list the key for the account that it names.',
    }
  }
  return {
    reason: 'other-account',
    hint:
      `It was signed with the auth token listed for ${accountSid}, which is not the account that ` +
      'it names: put each token under its own account (subaccounts have their own).',
  }
}

function wrongOrigin(
  { endpoints, request, suffixes }: Signed,
  targets: readonly string[],
  configured: boolean,
  trial: Trial,
): Refusal | undefined {
  for (const { publicUrl } of endpoints) {
    for (const guess of guessedOrigins(publicUrl, request)) {
      for (const text of targets.flatMap(target => suffixes.map(suffix => target + suffix))) {
        if (trial(guess + text)) return publicUrlWrong(publicUrl, guess, request.target, configured)
      }
    }
  }
  return undefined
}

function publicUrlWrong(
  publicUrl: string,
  signed: string,
  target: string,
  configured: boolean,
): Refusal {
  const url = withoutDefaultPort(withoutUserInfo(signed))
  const path = splitUrl(publicUrl)?.rest || undefined
  const doubled = path !== undefined && target.startsWith(path) && !splitUrl(signed)?.rest
  return {
    reason: 'public-url-wrong',
    publicUrl: url,
    hint:
      `The provider was given a URL that begins with ${url}: set REELAY_PUBLIC_URL to that` +
      (configured ? '' : ', as none is set and the request suggests another') +
      (doubled ? ' (the callback path does not belong in it).' : '.'),
  }
}

function rewrittenTarget(
  { endpoints, request, suffixes }: Signed,
  trial: Trial,
): Refusal | undefined {
  for (const { target, what } of guessedTargets(request.target, request.headers)) {
    for (const { publicUrl } of endpoints) {
      if (suffixes.some(suffix => trial(publicUrl + target + suffix))) {
        return {
          reason: 'url-rewritten',
          hint:
            `The URL's ${what} was changed on its way: make what stands before Reelay pass the ` +
            'target on byte for byte, or give the provider the URL as it arrives.',
        }
      }
    }
  }
  return undefined
}

function changedBody({ endpoints, request, fields }: Signed, trial: Trial): Refusal | undefined {
  for (const { suffix, what } of guessedBodies(request.form ?? '', fields)) {
    for (const { publicUrl } of endpoints) {
      if (trial(publicUrl + request.target + suffix)) {
        return {
          reason: 'body-changed',
          hint: `Something before Reelay ${what}: make it pass the body on byte for byte.`,
        }
      }
    }
  }
  return undefined
}

function wrongOriginAndTarget(
  signed: Signed,
  configured: boolean,
  trial: Trial,
): Refusal | undefined {
  const { target, headers } = signed.request
  const targets = guessedTargets(target, headers).slice(0, 4)
  return wrongOrigin(
    signed,
    targets.map(guess => guess.target),
    configured,
    trial,
  )
}

const unknown: Refusal = {
  reason: 'signature-unknown',
  hint:
    'No usual mistake explains it: check that the auth token is the primary one of the account ' +
    'that owns the resource and that REELAY_PUBLIC_URL is what the provider was given; if both ' +
    'are right, a proxy rewrote it in a way that leaves no trace, or it was forged.',
}
