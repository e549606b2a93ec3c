/** Where an `http:` sink posts to, with what must not be in a log line told apart. */
export interface HttpTarget {
  /** Without user info and fragment. */
  url: URL
  /** `Basic …`, made of the user info. */
  authorization?: string
  /** Texts that are secret: the user info, and each value of the query. */
  secrets: string[]
}

/** Throws, without the URL in the message, where it is none that can be posted to. */
export function httpTarget(text: string): HttpTarget {
  if (!URL.canParse(text)) throw new Error('is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('is not http(s)')
  const user = decoded(url.username)
  const password = decoded(url.password)
  const secrets = [...url.searchParams.values()]
  url.username = ''
  url.password = ''
  url.hash = ''
  if (user === '' && password === '') return { url, secrets }
  // RFC 7617: the name can't hold the colon that ends it.
  if (user.includes(':')) throw new Error('has a user name with a colon, which Basic can not send')
  const credentials = Buffer.from(`${user}:${password}`).toString('base64')
  secrets.push(password === '' ? user : password, credentials)
  return { url, authorization: `Basic ${credentials}`, secrets }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
