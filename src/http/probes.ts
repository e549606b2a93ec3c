import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { maskedHeaders } from './masked-headers.ts'

/** What became of a request that brought a probe's id. */
export interface ProbeOutcome {
  /** `probed`: genuine; `refused`: 403; `rejected`: any other 4xx, its body unread. */
  outcome: 'probed' | 'refused' | 'rejected'
  /** As in the log line of its kind. */
  reason?: string
  /** For the operator: what is wrong, and what to do. */
  hint?: string
  /** The public URL that would have matched a refused one, if one was found; no user info. */
  publicUrl?: string
}

/** A request as it arrived at the public listener. JSON can hold it; secrets are masked. */
export interface ArrivedProbe extends ProbeOutcome {
  /** 16 hexadecimal digits. */
  id: string
  /** RFC 3339, UTC. */
  receivedAt: string
  /** How many requests came with this id and this outcome; all else is of the first. */
  count: number
  method: string
  /** The request target, byte for byte. */
  target: string
  /** `1.1` */
  httpVersion: string
  /** Names in lower case, values of one name joined by `, `. */
  headers: Record<string, string>
  /** Absent where it was not read. */
  body?: ArrivedBody
  /** The other end of the connection: the last proxy, most likely. */
  remoteAddress?: string
}

/** A body, or as much of it as is remembered. */
export interface ArrivedBody {
  /** Of the whole. */
  bytes: number
  /** Of the whole, in lower-case hexadecimal. */
  sha256: string
  /** The first 4 KiB, in base64. */
  start: string
}

/** Remembers, within a bound, how probes arrived. In memory only. */
export interface ProbeLog {
  /** Remembers a request if it brings a probe's id; costs next to nothing if not. */
  record(request: IncomingMessage, outcome: ProbeOutcome, body?: Uint8Array): void
  /** Undefined if no such probe came here, or so many others came since. */
  get(id: string): ArrivedProbe | undefined
}

/** So many are remembered of genuine ones, and so many of all others. */
const remembered = 20
const bodyStart = 4 * 1024

const inTarget = /[?&]reelay-probe=([0-9a-f]{16})(?![^&])/
const inHeader = /^reelay-probe-([0-9a-f]{16})$/

/**
 * The id of the probe that a request says it is: in its query or, where that was lost on the way,
 * in its idempotency token. Undefined for all others.
 */
export function probeId({ url = '', headers }: IncomingMessage): string | undefined {
  const token = headers['i-twilio-idempotency-token']
  return inTarget.exec(url)?.[1] ?? inHeader.exec(String(token))?.[1]
}

/**
 * Makes the memory of a listener. Who can't sign can't push out what was signed: genuine probes
 * have a ring of their own.
 * @param now ms since the epoch
 */
export function createProbeLog(now: () => number = Date.now): ProbeLog {
  const probed = new Map<string, ArrivedProbe>()
  const others = new Map<string, ArrivedProbe>()

  return {
    record(request, outcome, body) {
      const id = probeId(request)
      if (id === undefined) return
      const ring = outcome.outcome === 'probed' ? probed : others
      const known = ring.get(id)
      if (known !== undefined) {
        known.count++
        return
      }
      ring.set(id, describe(id, now(), request, outcome, body))
      if (ring.size > remembered) ring.delete(ring.keys().next().value!)
    },
    get: id => probed.get(id) ?? others.get(id),
  }
}

function describe(
  id: string,
  at: number,
  request: IncomingMessage,
  outcome: ProbeOutcome,
  body: Uint8Array | undefined,
): ArrivedProbe {
  const { method = '', url = '', httpVersion, socket } = request
  const { remoteAddress } = socket
  return {
    id,
    receivedAt: new Date(at).toISOString(),
    count: 1,
    ...outcome,
    method,
    target: url,
    httpVersion,
    headers: maskedHeaders(request.rawHeaders),
    ...(body && { body: describeBody(body) }),
    ...(remoteAddress !== undefined && { remoteAddress }),
  }
}

function describeBody(body: Uint8Array): ArrivedBody {
  return {
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    start: Buffer.from(body.subarray(0, bodyStart)).toString('base64'),
  }
}
