import type { AccountSettings } from '../domain/settings.ts'
import type { Refusal } from './refusal.ts'
import { type SigningKey, signingKey } from './signature.ts'

/** A key that callbacks may be signed with, and whose it is. */
export interface AccountKey extends SigningKey {
  /** Absent for a token that serves any account. */
  accountSid?: string
  /** Of a shared key; absent for an auth token. */
  sid?: string
  /** False for a token of an account that requires shared keys. */
  accepted: boolean
}

export interface Keyring {
  /**
   * The keys that a request may be signed with, by the account that it says it is of and by
   * `X-Twilio-Signature-Key-Sid`; or why there is none.
   */
  keysFor(
    accountSid: string | undefined,
    keySid: string | undefined,
  ): readonly AccountKey[] | Refusal
  /** Every key there is. */
  all: readonly AccountKey[]
}

/** Makes the keyring of the listed accounts, or of tokens that serve any account. */
export function createKeyring(
  accounts: readonly AccountSettings[],
  authTokens: readonly string[],
): Keyring {
  const tokens: AccountKey[] = authTokens.map(token => ({ ...signingKey(token), accepted: true }))
  const shared: AccountKey[] = []
  for (const { accountSid, authTokens, sharedKeys, requireSharedKey } of accounts) {
    for (const token of authTokens) {
      tokens.push({ ...signingKey(token), accountSid, accepted: !requireSharedKey })
    }
    for (const { sid, secret, algorithm } of sharedKeys) {
      shared.push({ ...signingKey(secret, algorithm), accountSid, sid, accepted: true })
    }
  }
  const tokensOf = Map.groupBy(tokens, token => token.accountSid)
  const listed = new Map(accounts.map(account => [account.accountSid, account]))

  function sharedKey(accountSid: string | undefined, keySid: string): AccountKey[] | Refusal {
    const keys = shared.filter(
      key => key.sid === keySid && (accountSid === undefined || key.accountSid === accountSid),
    )
    return keys.length > 0 ? keys : keyUnknown(accountSid)
  }

  return {
    all: [...tokens, ...shared],
    keysFor(accountSid, keySid) {
      const known = accountSid !== undefined && listed.has(accountSid) ? accountSid : undefined
      if (accountSid !== undefined && known === undefined && listed.size > 0) return accountUnknown
      if (keySid !== undefined) return sharedKey(known, keySid)
      const keys = known === undefined ? tokens : (tokensOf.get(known) ?? [])
      return keys.length > 0 ? keys : keyRequired
    },
  }
}

const accountUnknown: Refusal = {
  reason: 'account-unknown',
  hint:
    'The request names an account that is not listed: if it is yours (subaccounts sign with ' +
    'tokens of their own), add it to `accounts` with its auth token.',
}

/** What a request gets that was signed with a token where only shared keys count. */
export const keyRequired: Refusal = {
  reason: 'key-required',
  hint:
    "This account's callbacks must be signed with a shared key, and this one was not: make the " +
    "provider's webhook settings sign it, or list an auth token without `requireSharedKey`.",
}

function keyUnknown(accountSid: string | undefined): Refusal {
  return {
    reason: 'key-unknown',
    hint:
      'X-Twilio-Signature-Key-Sid names a shared key that is not listed' +
      `${accountSid === undefined ? '' : ' for this account'}: ` +
      'add it to `sharedKeys` of its account, with its secret and algorithm.',
  }
}
