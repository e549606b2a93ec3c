import type { Report } from './finding.ts'

/** The auth tokens of a text (separated by commas) that can be tokens; the others are reported. */
export function readTokens(text: string, place: string, mistake: Report): string[] {
  const tokens = text.split(',').map(token => token.trim())
  tokens.forEach((token, index) => {
    const wrong = whatIsWrong(token)
    const which = tokens.length === 1 ? '' : `token ${index + 1}: `
    if (wrong !== undefined) mistake(place, which + wrong)
  })
  return [...new Set(tokens.filter(token => whatIsWrong(token) === undefined))]
}

/** Says why a text can't be an auth token, without showing it. */
function whatIsWrong(token: string): string | undefined {
  if (token === '') return 'is empty. Remove the comma too many, or fill the token in.'
  if (/^AC[0-9a-f]{32}$/i.test(token))
    return `is an account SID. Set the auth token instead ${whereTokensAre}.`
  if (/^SK[0-9a-f]{32}$/i.test(token)) {
    const instead = `Set the auth token instead ${whereTokensAre}.`
    return `is an API key, which never signs callbacks. ${instead}`
  }
  return tokenMistake(token)
}

/** Says why a text, which is not empty, can't be any token; undefined if it can. */
export function tokenMistake(token: string): string | undefined {
  if (/^(["']).*\1$/s.test(token)) return 'has quotes around it. Remove them.'
  if (isPlaceholder(token)) return 'is a placeholder. Put the real one in its place.'
  if (/[^\x21-\x7e]/.test(token)) return 'has blanks or other characters that no token has.'
  return undefined
}

/** Where people find it. */
export const whereTokensAre = '(Twilio Console, Account Info)'

/** `your_auth_token`, `<token>`, `[AuthToken]`, `${TOKEN}`, `xxxxxxxx`, `changeme` and the like. */
function isPlaceholder(token: string): boolean {
  return (
    /^(?:your|my)[-_ ]/i.test(token) ||
    /^(?:<.*>|\[.*\]|\{.*\}|\$\{?\w+\}?)$/s.test(token) ||
    /^(?:x+|\*+|\.+|…)$/i.test(token) ||
    /change[-_ ]?me|placeholder/i.test(token)
  )
}
