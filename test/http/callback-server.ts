import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { GenuineCallback } from '../../src/domain/callback.ts'
import type { Inbox, Receipt } from '../../src/domain/journal.ts'
import type { Log } from '../../src/domain/log.ts'
import type { ReceivedRequest, Verdict } from '../../src/domain/verdict.ts'
import { buildCallbackServer, type CallbackServerOptions } from '../../src/http/callbacks.ts'
import { openRaw, type RawAnswer, type RawClient } from './raw-client.ts'

/** A log line: its level, its facts and its message. */
export type Line = Record<string, unknown> & { level: string; event: string; msg: string }

/** A callback listener on a port of its own, and all that went through it. */
export interface Setup {
  port: number
  app: ReturnType<typeof buildCallbackServer>
  received: ReceivedRequest[]
  stored: GenuineCallback[]
  lines: Line[]
  /** Resolves with the lines once there are that many of them. */
  linesUntil(count: number): Promise<Line[]>
  open(): Promise<RawClient>
  /** Sends bytes on a connection of their own, and reads one answer. */
  ask(...parts: (string | Uint8Array)[]): Promise<RawAnswer>
}

/** What the stand-in for the journal answers with. */
export const receipt: Receipt = {
  outcome: 'stored',
  id: 'RTb7-completed-1',
  type: 'twilio.video.recording.completed',
  accountSid: 'ACb7',
  recordingSid: 'RTb7',
}

/** Says of every request that it is genuine. */
export function genuine(request: ReceivedRequest): Verdict {
  return { genuine: true, publicUrl: 'https://hooks.example', signedText: request.target }
}

/** Starts a listener that takes every request for genuine and keeps it, unless told otherwise. */
export async function startCallbacks(
  t: Test,
  options: Partial<Omit<CallbackServerOptions, 'log'>> = {},
): Promise<Setup> {
  const received: ReceivedRequest[] = []
  const stored: GenuineCallback[] = []
  const lines: Line[] = []
  let wake = () => {}
  const line = (level: string) => (facts: object, msg?: string) => {
    lines.push({ ...facts, level, msg } as Line)
    wake()
  }
  const log: Log = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  }
  const inbox: Inbox = {
    append(callback) {
      stored.push(callback)
      return options.inbox ? options.inbox.append(callback) : Promise.resolve(receipt)
    },
  }
  const app = buildCallbackServer({
    callbackPath: '/callbacks',
    ...options,
    inbox,
    log,
    verify(request) {
      received.push(request)
      return (options.verify ?? genuine)(request)
    },
  })
  const clients: RawClient[] = []
  t.teardown(async () => {
    for (const client of clients) client.socket.destroy()
    await app.close()
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo

  async function open(): Promise<RawClient> {
    const client = await openRaw(port)
    clients.push(client)
    return client
  }

  return {
    port,
    app,
    received,
    stored,
    lines,
    open,
    async linesUntil(count) {
      while (lines.length < count) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      return lines
    },
    async ask(...parts) {
      const client = await open()
      client.send(...parts)
      return client.answer()
    },
  }
}

/** A POST of a form, as bytes. `headers` are lines without their ends. */
export function post(body: string, target = '/callbacks', ...headers: string[]): string {
  return [
    `POST ${target} HTTP/1.1`,
    'Host: hooks.example',
    'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
    ...headers,
    '',
    body,
  ].join('\r\n')
}

/** A request without a body, as bytes. */
export function bare(method: string, target: string, ...headers: string[]): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: hooks.example', ...headers, '', ''].join('\r\n')
}
