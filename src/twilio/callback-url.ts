import { whyPrivate } from '../domain/private-host.ts'
import { allFieldNames } from '../generated/field-names.ts'
import { lintOverrides, recommendedOverrides } from './connection-overrides.ts'
import { decodeForm } from './form.ts'
import { defaultPort, splitUrl, type UrlParts, withoutDefaultPort } from './url-text.ts'

/** Something about a statusCallback URL that its user should know. */
export interface UrlFinding {
  /** `loss`: callbacks are lost by it, or may be at the first failure. */
  level: 'loss' | 'doubt'
  part: 'length' | 'scheme' | 'host' | 'port' | 'path' | 'query' | 'method' | 'fragment' | 'url'
  /** What is wrong, and what to do. */
  message: string
}

/** Where callbacks are taken. */
export interface CallbackPlace {
  /** Without a slash at the end; none: derived from each request. */
  publicUrls: readonly string[]
  callbackPath: string
}

/** Twilio takes fewer characters than this. */
const tooLong = 1024
const methods = ['POST', 'GET']

/** The URL to give to the provider for a public URL. */
export function buildCallbackUrl(publicUrl: string, callbackPath: string): string {
  return `${publicUrl}${callbackPath}#${recommendedOverrides}`
}

/**
 * All that is wrong with a statusCallback URL and its method, for a receiver that takes them at
 * `place`.
 */
export function lintCallbackUrl(url: string, method: string, place: CallbackPlace): UrlFinding[] {
  const findings: UrlFinding[] = []
  const add = (level: UrlFinding['level'], part: UrlFinding['part'], message: string) => {
    findings.push({ level, part, message })
  }
  const loss = (part: UrlFinding['part'], message: string) => add('loss', part, message)
  if (!methods.includes(method)) {
    loss('method', 'Twilio calls by POST or GET; with another method it calls nothing at all.')
  }
  if (url.length >= tooLong) loss('length', `has ${url.length} characters, beyond 1023.`)
  if (/[^\x21-\x7e]/.test(url)) {
    loss('url', 'has blanks or characters beyond ASCII. Write them as %XX.')
  }
  if (/&(?:amp|#38);/i.test(url)) loss('url', 'has &amp; in it, which is for XML. Write &')
  const [own = '', fragment, ...more] = url.split('#')
  if (more.length > 0) loss('fragment', 'has more than one #. Separate overrides by &')
  const parts = splitUrl(own)
  if (parts === undefined || !/^https?:\/\/$/i.test(parts.scheme) || parts.host === '') {
    loss('url', 'is no absolute URL. Write it as in: https://hooks.example.com/callbacks')
    return findings
  }
  lintOrigin(parts, add)
  lintQuery(parts, method, add)
  lintPath(own, parts, place, add)
  return [...findings, ...lintOverrides(fragment)]
}

type Add = (level: UrlFinding['level'], part: UrlFinding['part'], message: string) => void

function lintOrigin({ scheme, userInfo, host, port }: UrlParts, add: Add): void {
  const https = scheme.toLowerCase() === 'https://'
  if (!https) add('doubt', 'scheme', 'http: callbacks come unencrypted. Use https.')
  const why = whyPrivate(host)
  if (why !== undefined) add('loss', 'host', `${host} ${why}: Twilio can't call it.`)
  const number = port === '' ? undefined : Number(port.slice(1))
  if (number !== undefined && !(Number.isInteger(number) && number > 0 && number < 65_536)) {
    add('loss', 'port', `${port} is no port.`)
  } else if (port === (https ? ':80' : ':443')) {
    add('loss', 'port', `${port} is the port of the other scheme.`)
  } else if (port !== '' && port !== defaultPort(scheme)) {
    add('doubt', 'port', `${port} is an unusual port: it has to be open to the whole internet.`)
  }
  if (userInfo !== '') {
    const message =
      'has a user and a password. It is not told whether Twilio signs them along: try it with ' +
      'reelay doctor, and once for real.'
    add('doubt', 'host', message)
  }
}

/** A name that callbacks bring too, for the second time: whose is it? */
function lintQuery({ rest }: UrlParts, method: string, add: Add): void {
  const [, query = ''] = rest.split(/\?(.*)/s)
  for (const [name] of decodeForm(query)) {
    const byGet = method === 'GET' && allFieldNames.has(name)
    if (name !== 'bodySHA256' && !byGet) continue
    add('loss', 'query', `has ${name}, which callbacks bring themselves. Rename it.`)
  }
}

function lintPath(own: string, parts: UrlParts, place: CallbackPlace, add: Add): void {
  const { publicUrls, callbackPath } = place
  const path = parts.rest.split('?', 1)[0]!
  if (/%(?![0-9a-f]{2})/i.test(path)) add('loss', 'path', 'has a % that begins no %XX.')
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) {
    add('loss', 'path', 'has /./ or /../ in it, which is resolved on the way. Leave it out.')
  }
  if (/.\/\//.test(path)) add('doubt', 'path', 'has // in it, which many proxies make one /')
  const bare = withoutDefaultPort(own)
  const bases = publicUrls.map(withoutDefaultPort)
  const base = bases.find(
    each => bare.startsWith(each) && /^(?:[/?]|$)/.test(bare.slice(each.length)),
  )
  if (publicUrls.length > 0 && base === undefined) {
    const near = bases.find(each => isWrittenOtherwise(bare.slice(0, each.length), each))
    const what =
      near === undefined
        ? 'does not begin with a public URL (REELAY_PUBLIC_URL)'
        : 'is written otherwise than the public URL (REELAY_PUBLIC_URL), in capitals'
    add('loss', 'url', `${what}: its callbacks are refused (403).`)
    return
  }
  const below = base === undefined ? path : bare.slice(base.length).split('?', 1)[0]!
  const takes =
    callbackPath === '/' || below === callbackPath || below.startsWith(`${callbackPath}/`)
  if (base === undefined ? !path.includes(callbackPath) : !takes) {
    add('loss', 'path', `is not at ${callbackPath} or below it: its callbacks get 404.`)
  }
}

function isWrittenOtherwise(text: string, base: string): boolean {
  return text !== base && text.toLowerCase() === base.toLowerCase()
}
