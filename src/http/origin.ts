import type { IncomingMessage } from 'node:http'
import type { Origin } from '../domain/verdict.ts'

const hostPattern = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]*)(?::(\d{0,5}))?$/i

/** Can this be the value of a Host header (RFC 9110, 7.2)? */
export function isHost(value: string): boolean {
  return hostPattern.test(value)
}

/**
 * Where a request went as far as its socket and its Host header (a valid one, or none) tell.
 * The last answer is kept: nearly all requests bring the same Host.
 */
export function createOriginReader(): (request: IncomingMessage) => Origin {
  let lastHost: string | undefined
  let last: Origin = { protocol: 'http', host: '' }
  return ({ headers: { host }, socket }) => {
    if (host === undefined) return socketOrigin(socket.localAddress, socket.localPort)
    if (host !== lastHost) {
      last = hostOrigin(host)
      lastHost = host
    }
    return last
  }
}

function hostOrigin(value: string): Origin {
  const [, host = '', port] = hostPattern.exec(value) ?? []
  return { protocol: 'http', host, ...(port ? { port: Number(port) } : {}) }
}

function socketOrigin(address = '', port?: number): Origin {
  const host = address.includes(':') ? `[${address}]` : address
  return { protocol: 'http', host, ...(port === undefined ? {} : { port }) }
}
