import type { Refused } from '../domain/verdict.ts'

/** Why a request is not genuine: the reasons of `callback.refused`. */
export type RefusalReason =
  | 'signature-missing'
  | 'public-url-wrong'
  | 'url-rewritten'
  | 'body-changed'
  | 'other-account'
  | 'account-unknown'
  | 'body-unsigned'
  | 'body-hash-mismatch'
  | 'key-unknown'
  | 'key-required'
  | 'signature-unknown'

/** A reason, and what the operator can do about it in one sentence. */
export interface Refusal {
  reason: RefusalReason
  hint: string
  /** The public URL that would have matched, without user info. */
  publicUrl?: string
}

/** Makes the verdict of a refusal. `diagnosed: false`: nobody looked for the reason. */
export function refused(refusal: Refusal, accountSid?: string, diagnosed = true): Refused {
  return {
    genuine: false,
    diagnosed,
    ...refusal,
    ...(accountSid === undefined ? {} : { accountSid }),
  }
}
