import type { AdminToken } from '../domain/settings.ts'
import type { ConfigFile, FileAdminToken } from './config-file.ts'
import type { Report } from './finding.ts'
import type { Given } from './given.ts'
import type { Pick } from './pick.ts'
import { secretKey } from './secret-key.ts'
import { tokenMistake } from './tokens.ts'

type Role = AdminToken['role']

/** A token, and the place that it was given at. */
export interface PlacedToken {
  token: AdminToken
  place: string
}

const variableOf = { admin: 'REELAY_ADMIN_TOKEN', read: 'REELAY_READ_TOKEN' } as const

const name = /^[A-Za-z][A-Za-z0-9._-]{0,31}$/
const nameRule = 'a name is a letter and up to 31 letters, digits, dots, dashes and underscores.'

/**
 * The bearer tokens of the admin listener: for each role its variable, else what the file has of
 * that role. Those that are wrong are reported and left out.
 */
export function readAdminTokens(
  pick: Pick,
  file: ConfigFile | null | undefined,
  mistake: Report,
): PlacedToken[] {
  const inFile = file ? fileTokens(file, mistake) : []
  const tokens = (['admin', 'read'] as const).flatMap(role => {
    const given = pick(variableOf[role])
    if (given === undefined) return inFile.filter(({ token }) => token.role === role)
    return readTokenList(given, role, mistake)
  })
  reportTwins(tokens, mistake)
  return tokens
}

/** Is there a token for everything, right or wrong? */
export function givesAdminToken(pick: Pick, file: ConfigFile | null | undefined): boolean {
  const { token, tokenFile, tokens = [] } = file?.content.admin ?? {}
  return (
    pick(variableOf.admin) !== undefined ||
    token !== undefined ||
    tokenFile !== undefined ||
    tokens.some(entry => entry !== undefined && entry.role !== 'read')
  )
}

/**
 * `TOKEN` or `NAME:TOKEN`, several by comma. One without a name is called after its role: `read`,
 * the next one `read-2`.
 */
export function readTokenList(
  { text, place: whole }: Omit<Given, 'baseDir'>,
  role: Role,
  mistake: Report,
): PlacedToken[] {
  if (text === '') return []
  const entries = text.split(',').map(entry => entry.trim())
  let nameless = 0
  return entries.flatMap((entry, index) => {
    const place = entries.length === 1 ? whole : `${whole} (token ${index + 1})`
    const colon = entry.indexOf(':')
    const own = colon === -1 ? undefined : entry.slice(0, colon)
    const token = entry.slice(colon + 1)
    if (own === undefined) nameless += 1
    const wrong =
      token === ''
        ? 'is empty. Remove the comma or colon too many, or fill the token in.'
        : own !== undefined && !name.test(own)
          ? `what is before its colon is no name: ${nameRule}`
          : whatIsWrong(token)
    if (wrong !== undefined) {
      mistake(place, wrong)
      return []
    }
    const byDefault = nameless === 1 ? role : `${role}-${nameless}`
    return [{ token: { name: own ?? byDefault, token, role }, place }]
  })
}

function fileTokens(file: ConfigFile, mistake: Report): PlacedToken[] {
  const { token, tokenFile, tokens = [] } = file.content.admin ?? {}
  const single = secretKey(file, '/admin', 'token', { inline: token, path: tokenFile }, mistake)
  const listed = tokens.flatMap((entry: FileAdminToken | undefined, index) => {
    if (entry === undefined) return []
    const pointer = `/admin/tokens/${index}`
    const values = { inline: entry.token, path: entry.tokenFile }
    const given = secretKey(file, pointer, 'token', values, mistake)
    if (given === undefined && !file.broken(pointer)) {
      mistake(file.place(`${pointer}/token`), 'is missing. Give it token or tokenFile.')
    }
    if (given === undefined || given.text === '' || entry.name === undefined) return []
    const wrong = whatIsWrong(given.text)
    if (wrong !== undefined) {
      mistake(given.place, wrong)
      return []
    }
    const { name, role = 'admin' } = entry
    return [{ token: { name, token: given.text, role }, place: file.place(pointer) }]
  })
  return [...(single ? readTokenList(single, 'admin', mistake) : []), ...listed]
}

function whatIsWrong(token: string): string | undefined {
  if (/[,:]/.test(token)) return 'has a comma or a colon, which no token has.'
  return tokenMistake(token)
}

function reportTwins(tokens: readonly PlacedToken[], mistake: Report): void {
  const names = new Map<string, string>()
  const secrets = new Map<string, string>()
  for (const { token, place } of tokens) {
    const sameName = names.get(token.name)
    const sameToken = secrets.get(token.token)
    if (sameToken !== undefined) {
      mistake(place, `the same token as in ${sameToken}. Remove one, or make it another.`)
    } else if (sameName !== undefined) {
      mistake(place, `has the name of ${sameName}, ${token.name}. Give one of them another.`)
    }
    names.set(token.name, place)
    secrets.set(token.token, place)
  }
}
