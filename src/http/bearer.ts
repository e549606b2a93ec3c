import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Does an Authorization header bring this bearer token (RFC 6750)? Takes the same time whatever
 * it brings, by comparing hashes.
 */
export function bringsToken(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  return timingSafeEqual(sha256(given), sha256(token))
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
