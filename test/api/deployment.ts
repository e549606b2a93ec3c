import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { randomSid, type SampleEvent } from '../../src/twilio/sample.ts'
import { call, provider } from '../e2e/provider.ts'
import { startService } from '../e2e/service.ts'
import { startReceiver } from '../sinks/receiver.ts'

/** A retry schedule for which a test need not wait. */
const quick = { retry: { baseSeconds: 0.05, capSeconds: 0.1, attempts: 3 } }

export interface Answered<Body> {
  status: number
  body: Body
}

/**
 * The built service with an admin API, a sink `hook` that is ours, and `down`, where nothing
 * listens.
 */
export async function deploy(
  t: Test,
  options: { store: string; settings?: Record<string, unknown> },
) {
  const receiver = await startReceiver(t)
  const folder = t.testdir()
  const file = join(folder, 'reelay.config.json')
  const settings = {
    accounts: [{ accountSid: provider.accountSid, authTokens: [provider.authToken] }],
    publicUrl: provider.publicUrl,
    store: options.store,
    stalledAfter: 'off',
    sinks: [
      { name: 'hook', url: receiver.url, options: quick },
      { name: 'down', url: 'http://127.0.0.1:9/', types: ['twilio.video.recording.*'] },
    ],
    ...options.settings,
  }
  let service = await start()

  async function start(changes: Record<string, unknown> = {}) {
    writeFileSync(file, JSON.stringify({ ...settings, ...changes }))
    const started = await startService({ REELAY_CONFIG: file })
    t.teardown(() => started.child.kill('SIGKILL'))
    return started
  }

  async function ask<Body>(method: string, path: string, body?: object): Promise<Answered<Body>> {
    const answer = await fetch(`http://127.0.0.1:${service.adminPort}/api/v1/${path}`, {
      method,
      ...(body && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    const text = await answer.text()
    return { status: answer.status, body: JSON.parse(text || '{}') as Body }
  }

  return {
    receiver,
    folder,
    service: () => service,
    async restart(changes: Record<string, unknown> = {}, signal: NodeJS.Signals = 'SIGTERM') {
      await service.kill(signal)
      service = await start(changes)
    },
    ask,
    /** The body of a GET that is answered 200. */
    async get<Body>(path: string): Promise<Body> {
      const { status, body } = await ask<Body>('GET', path)
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    async post<Body>(path: string, sent: object = {}): Promise<Body> {
      const { status, body } = await ask<Body>('POST', path, sent)
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    /** The provider calls; rejects unless it is answered 204. */
    async called(event: SampleEvent, fields: Record<string, string> = {}): Promise<void> {
      const status = await call(service.port, { event, fields })
      if (status !== 204) throw new Error(`${event} was answered ${status}`)
    },
  }
}

export type Deployment = Awaited<ReturnType<typeof deploy>>

export const sid = randomSid
