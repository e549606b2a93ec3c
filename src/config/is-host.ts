import { isIP } from 'node:net'

/** Can this be a host: an address (IPv6 without brackets), or a name? */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/i.test(text)
}
