import type { AccountSettings, SharedKey } from '../domain/settings.ts'
import type { ConfigFile, FileAccount, FileSharedKey } from './config-file.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import { readSecretFile } from './read-secret-file.ts'
import { secretKey } from './secret-key.ts'
import { readTokens, whereTokensAre } from './tokens.ts'

/** What callbacks are verified with: `TWILIO_AUTH_TOKEN` or the file's accounts, one of both. */
export function readAccounts(
  given: Given | undefined,
  file: ConfigFile | null | undefined,
  mistake: Report,
): { accounts: AccountSettings[]; authTokens: string[] } {
  const listed = file?.content.accounts
  const authTokens = given && given.text !== '' ? readTokens(given.text, given.place, mistake) : []
  const accounts = file && listed ? listed.flatMap(readEach(file, mistake)) : []
  if (given && listed) {
    mistake(given.place, `${file!.place('/accounts')} is there too. Keep one of the two.`)
  }
  // A file that can't be read may list accounts: it has its own mistake.
  if (!given && !listed && file !== null && !file?.broken('/accounts')) {
    mistake(
      'TWILIO_AUTH_TOKEN',
      `not set. Set it to the account's auth token ${whereTokensAre}, ` +
        'or list accounts in reelay.config.json.',
    )
  }
  return { accounts, authTokens }
}

function readEach(file: ConfigFile, mistake: Report) {
  const seen = new Map<string, string>()
  return (account: FileAccount | undefined, index: number): AccountSettings[] => {
    if (account === undefined) return []
    const pointer = `/accounts/${index}`
    const { accountSid = '', name } = account
    const twin = seen.get(accountSid)
    if (twin !== undefined) {
      mistake(file.place(`${pointer}/accountSid`), `the same as in ${twin}. Put them together.`)
    }
    if (accountSid !== '') seen.set(accountSid, pointer)
    const authTokens = readAuthTokens(account, pointer, file, mistake)
    const sharedKeys = readSharedKeys(account, pointer, file, mistake)
    const requireSharedKey = account.requireSharedKey ?? false
    if (!file.broken(pointer)) {
      const has = (key: keyof FileAccount) => account[key] !== undefined
      const hasShared = has('sharedKeys') && account.sharedKeys!.length > 0
      if (!has('authTokens') && !has('authTokensFile') && !hasShared) {
        mistake(file.place(pointer), 'no keys. Give it authTokens, authTokensFile or sharedKeys.')
      } else if (requireSharedKey && !hasShared) {
        mistake(file.place(`${pointer}/requireSharedKey`), 'no sharedKeys are given. Add one.')
      }
    }
    const named = name === undefined ? {} : { name }
    return [{ accountSid, ...named, authTokens, sharedKeys, requireSharedKey }]
  }
}

function readAuthTokens(
  { authTokens, authTokensFile }: FileAccount,
  pointer: string,
  file: ConfigFile,
  mistake: Report,
): string[] {
  if (authTokensFile !== undefined) {
    const place = file.place(`${pointer}/authTokensFile`)
    if (authTokens !== undefined) {
      mistake(
        file.place(`${pointer}/authTokens`),
        'authTokensFile is set too. Keep one of the two.',
      )
      return []
    }
    const text = readSecretFile(authTokensFile.trim(), file.dir, place, mistake)
    return text === undefined ? [] : readTokens(text, place, mistake)
  }
  const tokens = (authTokens ?? []).flatMap((token, index) => {
    if (token === undefined) return []
    const place = file.place(`${pointer}/authTokens/${index}`)
    return readTokens(token, place, mistake)
  })
  return [...new Set(tokens)]
}

function readSharedKeys(
  { sharedKeys = [] }: FileAccount,
  parent: string,
  file: ConfigFile,
  mistake: Report,
): SharedKey[] {
  const seen = new Set<string>()
  return sharedKeys.flatMap((key: FileSharedKey | undefined, index) => {
    if (key === undefined) return []
    const pointer = `${parent}/sharedKeys/${index}`
    const { sid = '', algorithm = 'sha256' } = key
    if (sid !== '' && seen.has(sid)) {
      mistake(file.place(`${pointer}/sid`), 'the same as an earlier one. Remove one of them.')
    }
    seen.add(sid)
    const values = { inline: key.secret, path: key.secretFile }
    const given = secretKey(file, pointer, 'secret', values, mistake)
    if (given === undefined && !file.broken(pointer)) {
      mistake(file.place(`${pointer}/secret`), 'is missing. Give it secret or secretFile.')
    }
    return [{ sid, secret: given?.text ?? '', algorithm }]
  })
}
