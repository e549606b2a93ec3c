import type { ConfigFile } from './config-file.ts'
import type { Finding, Report } from './finding.ts'
import type { Given } from './given.ts'

/**
 * The public URLs as text, without a slash at the end: they are the beginning of what was signed,
 * so nothing else in them is changed. Messages never show one: it may hold a password.
 */
export function readPublicUrls(
  given: Given | undefined,
  file: ConfigFile | null | undefined,
  callbackPath: string,
  mistake: Report,
  warnings: Finding[],
): string[] {
  const all = given ? givenUrls(given) : fileUrls(file)
  const urls = new Set<string>()
  for (const { text, place } of all) {
    const url = text.replace(/\/+$/, '')
    const wrong = whatIsWrong(text)
    if (wrong !== undefined) {
      mistake(place, wrong)
      continue
    }
    const warn = (message: string) => warnings.push({ place, message })
    if (!/^https:/i.test(url)) warn('http: callbacks come unencrypted. Use https.')
    if (callbackPath !== '/' && url.endsWith(callbackPath)) {
      warn(`ends with the callback path, which comes after it again. Leave ${callbackPath} out.`)
    }
    urls.add(url)
  }
  if (!given && !file?.content.publicUrl) {
    warnings.push({
      place: 'REELAY_PUBLIC_URL',
      message:
        'not set: the signed URL is derived from each request, so a callback that was signed for ' +
        'another deployment passes here too. Set it to what your statusCallback URLs begin with.',
    })
  }
  return [...urls]
}

interface UrlAtPlace {
  text: string
  place: string
}

function givenUrls({ text, place }: Given): UrlAtPlace[] {
  const texts = text.split(/\s+/).filter(each => each !== '')
  if (texts.length === 1) return [{ text, place }]
  return texts.map((each, index) => ({ text: each, place: `${place} (URL ${index + 1})` }))
}

function fileUrls(file: ConfigFile | null | undefined): UrlAtPlace[] {
  const value = file?.content.publicUrl
  if (!file || value === undefined) return []
  if (typeof value === 'string') return [{ text: value.trim(), place: file.place('/publicUrl') }]
  return value.flatMap((text, index) =>
    text === undefined ? [] : [{ text: text.trim(), place: file.place(`/publicUrl/${index}`) }],
  )
}

function whatIsWrong(text: string): string | undefined {
  const example = 'Write it as in: https://hooks.example.com'
  if (!/^https?:\/\/[^/?#\\]/i.test(text)) return `not an http or https URL. ${example}`
  if (text.includes('?'))
    return 'has a query, which belongs into the statusCallback URL. Remove it.'
  if (text.includes('#')) return 'has a fragment, which is never signed. Remove it.'
  if (/[^\x21-\x7e]|\\/.test(text) || !URL.canParse(text)) return `not a valid URL. ${example}`
  return undefined
}
