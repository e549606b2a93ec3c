import { createHash, timingSafeEqual } from 'node:crypto'
import type { AdminToken } from '../domain/settings.ts'

/**
 * The one of these tokens that an Authorization header brings as a bearer token (RFC 6750);
 * undefined if it brings none of them. Takes the same time whatever it brings: hashes are
 * compared, and always with every token.
 */
export function tokenOf(
  authorization: string | undefined,
  tokens: readonly AdminToken[],
): AdminToken | undefined {
  const [, text = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  const given = sha256(text)
  return tokens.filter(({ token }) => timingSafeEqual(given, sha256(token)))[0]
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
