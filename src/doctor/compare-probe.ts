import { createHash } from 'node:crypto'
import type { ArrivedProbe } from '../http/probes.ts'
import { splitUrl, withoutDefaultPort } from '../twilio/url-text.ts'
import { compareForm, comparePath } from './compare-target.ts'
import type { Probe } from './make-probe.ts'

/** Something that was changed on the way. */
export interface Change {
  part: 'scheme' | 'host' | 'port' | 'method' | 'path' | 'query' | 'body' | 'header'
  said: string
  /** False where the signature is not concerned: the public URL is configured. */
  harmful: boolean
}

/** Those that are the connection's own, or only say how the body is sent. */
const ofConnection = /^(?:accept|connection|content-length|host|transfer-encoding)$/

/** All that was changed between what was sent and what arrived. */
export function compareProbe({ publicUrl, request }: Probe, arrived: ArrivedProbe): Change[] {
  const target = request.url.slice(publicUrl.length)
  const [path = '', query = ''] = target.split(/\?(.*)/s)
  const [cameAtPath = '', cameQuery = ''] = arrived.target.split(/\?(.*)/s)
  const change = (part: Change['part'], said: string | undefined): Change[] =>
    said === undefined ? [] : [{ part, said, harmful: true }]
  const byMethod = request.method === arrived.method
  return [
    ...change('method', byMethod ? undefined : `${request.method} came as ${arrived.method}`),
    ...change('path', comparePath(path, cameAtPath)),
    ...change('query', compareForm('the query', query, cameQuery)),
    ...change('body', compareBody(request.body, arrived)),
    ...compareHeaders(request.headers, arrived.headers),
    ...compareOrigin(request.url, arrived.headers),
  ]
}

function compareBody(sent: string, { body, outcome }: ArrivedProbe): string | undefined {
  // A request that was turned away before has its body unread.
  if (body === undefined && outcome === 'rejected') return undefined
  const { bytes, sha256, start } = body ?? { bytes: 0, sha256: '', start: '' }
  if (sent === '') return bytes === 0 ? undefined : `${bytes} bytes of body were added`
  if (bytes === 0) return 'the body was lost'
  if (createHash('sha256').update(sent).digest('hex') === sha256) return undefined
  const came = Buffer.from(start, 'base64').toString()
  return compareForm('the body', sent, came) ?? `${Buffer.byteLength(sent)} bytes came as ${bytes}`
}

function compareHeaders(
  sent: Readonly<Record<string, string>>,
  came: Readonly<Record<string, string>>,
): Change[] {
  return Object.entries(sent).flatMap(([name, value]): Change[] => {
    if (ofConnection.test(name)) return []
    const arrived = came[name]
    if (arrived === undefined) {
      const harmful = /^(?:x-twilio-|content-type)/.test(name)
      return [{ part: 'header', said: `the header ${name} was lost`, harmful }]
    }
    // Secret ones are masked, and only said to be there.
    if (arrived === value || arrived === '***') return []
    const harmful = name === 'content-type'
    return [{ part: 'header', said: `${name}: ${value} came as ${arrived}`, harmful }]
  })
}

/**
 * The receiver goes by its public URL, so none of this does harm; it helps to understand the rest.
 */
function compareOrigin(url: string, came: Readonly<Record<string, string>>): Change[] {
  const { scheme, host, port } = splitUrl(withoutDefaultPort(url))!
  const seen = splitUrl(withoutDefaultPort(`${scheme}${came['host'] ?? ''}`))
  const changes: Change[] = []
  if (seen && seen.host.toLowerCase() !== host.toLowerCase()) {
    changes.push({ part: 'host', said: `the host ${host} came as ${seen.host}`, harmful: false })
  }
  if (seen && seen.port !== port) {
    const words = [port, seen.port].map(each => each.slice(1) || 'none')
    const said = `the port came as ${words[1]} in place of ${words[0]}`
    changes.push({ part: 'port', said, harmful: false })
  }
  const proto = came['x-forwarded-proto']?.split(',')[0]?.trim().toLowerCase()
  const own = scheme.toLowerCase().slice(0, -3)
  if (proto !== undefined && proto !== own) {
    changes.push({ part: 'scheme', said: `the scheme ${own} came as ${proto}`, harmful: false })
  }
  return changes
}
