import { createHash } from 'node:crypto'

const secretName = /auth|credential|key|pass|pwd|secret|sig|token/i

/**
 * The name of a sink that was given none: its scheme and a short hash of its URL without secrets,
 * so that a new password keeps the sink's place: `https-5f0c1a9e`.
 */
export function defaultSinkName(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0].toLowerCase() ?? 'sink'
  const hash = createHash('sha256').update(withoutSecrets(url)).digest('hex')
  return `${scheme}-${hash.slice(0, 8)}`
}

function withoutSecrets(text: string): string {
  // A file's path is text, whatever it looks like.
  if (/^(file|log):/i.test(text) || !URL.canParse(text)) return text
  const url = new URL(text)
  url.username = ''
  url.password = ''
  url.hash = ''
  for (const name of new Set(url.searchParams.keys())) {
    if (secretName.test(name)) url.searchParams.set(name, '')
  }
  return url.href
}
