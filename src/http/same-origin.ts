import type { IncomingMessage } from 'node:http'

/**
 * Why a request may be a web page's of another origin, or one that a name was turned to us for (DNS
 * rebinding); undefined where it is not. `guarded`: it takes a token that no page has.
 */
export function foreignOrigin(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  guarded: boolean,
): string | undefined {
  const { host = '', origin } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'Requests of web pages are not answered.'
  }
  if (origin !== undefined && !isOf(origin, host)) return 'Requests of web pages are not answered.'
  if (guarded) return undefined
  if (!isLoopback(socket.remoteAddress ?? '')) {
    return 'Without a token only this machine is answered: set REELAY_ADMIN_TOKEN.'
  }
  if (isLoopbackName(host)) return undefined
  return 'Without a token the host has to be localhost: set REELAY_ADMIN_TOKEN for another name.'
}

function isOf(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host
  } catch {
    return false
  }
}

/** An address: 127.0.0.0/8 or ::1, as IPv4 in IPv6, too. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address)
}

/** A Host header. */
function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name)
}
