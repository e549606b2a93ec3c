import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type RunningService, spawnService, startService } from '../e2e/service.ts'
import { type FailingSink, startFailingSink } from './failing-sink.ts'
import { account, recordingLife, sendCallback } from './recording-life.ts'

export interface CrashReport {
  kills: number
  sent: number
  /** Callbacks that were answered 2xx. */
  acknowledged: number
  stored: number
  /** First arrivals at each sink. */
  httpSink: number
  fileSink: number
  /** Failures that the HTTP sink made up. */
  sinkFailures: number
  /** What was promised and not kept; empty if all is well. */
  violations: string[]
}

/**
 * Kills the built program with SIGKILL at random moments while clients send callbacks and a sink
 * fails at random; then lets it finish in peace, and compares what was answered 2xx with what is
 * in the store and in each sink.
 */
export async function crashTest(options: {
  kills: number
  clients: number
  say?: (text: string) => void
}): Promise<CrashReport> {
  const { kills, clients, say = () => {} } = options
  const folder = mkdtempSync(join(tmpdir(), 'reelay-crash-'))
  const sink = await startFailingSink(Math.random)
  const env = configure(folder, sink.url)
  const acknowledged = new Set<string>()
  let sent = 0
  let port = 0
  let over = false

  /** Sends until it is acknowledged: the service may be down, or die in the middle. */
  async function deliver(id: string, body: string): Promise<void> {
    while (!over) {
      if (port !== 0) sent++
      const status = port === 0 ? undefined : await sendCallback(port, body)
      if (status !== undefined && status >= 200 && status < 300) {
        acknowledged.add(id)
        return
      }
      await pause(5)
    }
  }

  async function client(): Promise<void> {
    while (!over) {
      for (const { id, body } of recordingLife()) {
        await deliver(id, body)
        if (Math.random() < 0.1) await deliver(id, body)
      }
    }
  }

  const running = Array.from({ length: clients }, client)
  for (let kill = 0; kill < kills; kill++) {
    const service = spawnService(env)
    const listening = service
      .line(line => line.event === 'service.listening')
      .then(
        line => {
          port = Number(line['port'])
        },
        () => {},
      )
    if (Math.random() < 0.9) await listening // one in ten dies while it starts
    await pause(Math.random() * 400)
    await service.kill('SIGKILL')
    port = 0
    say(`kill ${kill + 1} of ${kills}: ${acknowledged.size} acknowledged`)
  }

  sink.behave()
  const last = await startService(env)
  port = last.port
  over = true
  await Promise.all(running)
  say('the sinks catch up in peace')
  await caughtUp(last)
  const { code } = await last.kill('SIGTERM')
  const report = check(folder, acknowledged, sink, { kills, sent })
  if (code !== 0) report.violations.push(`SIGTERM ended with exit code ${code}`)
  sink.close()
  rmSync(folder, { recursive: true })
  return report
}

function configure(folder: string, sinkUrl: string): Record<string, string> {
  const path = join(folder, 'reelay.config.json')
  const { accountSid, authToken, publicUrl } = account
  const retry = { baseSeconds: 0.02, capSeconds: 0.2, attempts: 1000 }
  writeFileSync(
    path,
    JSON.stringify({
      accounts: [{ accountSid, authTokens: [authToken] }],
      publicUrl: [publicUrl],
      store: `sqlite:${join(folder, 'reelay.db')}`,
      sinks: [
        { name: 'http', url: sinkUrl, options: { retry } },
        { name: 'file', url: `file:${join(folder, 'events.ndjson')}` },
      ],
    }),
  )
  return { REELAY_CONFIG: path }
}

/** Waits until no sink has anything left to get. */
async function caughtUp(service: RunningService): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${service.adminPort}/metrics`)
    const lags = [...(await answer.text()).matchAll(/^reelay_sink_lag\{.*\} (\d+)$/gm)]
    if (lags.length === 2 && lags.every(([, lag]) => lag === '0')) return
    await pause(50)
  }
}

function check(
  folder: string,
  acknowledged: ReadonlySet<string>,
  sink: FailingSink,
  counts: { kills: number; sent: number },
): CrashReport {
  const db = new DatabaseSync(join(folder, 'reelay.db'), { readOnly: true })
  const stored = db.prepare('SELECT id FROM callback ORDER BY position').all()
  db.close()
  const storedIds = stored.map(row => String(row['id']))
  const inFile = new Set<string>()
  for (const line of readFileSync(join(folder, 'events.ndjson'), 'utf8').split('\n')) {
    if (line !== '') inFile.add(JSON.parse(line).id)
  }
  const violations = [
    ...missing('store', acknowledged, new Set(storedIds)),
    ...missing('http sink', acknowledged, sink.arrived),
    ...missing('file sink', acknowledged, inFile),
    ...outOfOrder('http sink', sink.arrived),
    ...outOfOrder('file sink', inFile),
  ]
  if (new Set(storedIds).size !== storedIds.length) violations.push('a callback is stored twice')
  return {
    ...counts,
    acknowledged: acknowledged.size,
    stored: storedIds.length,
    httpSink: sink.arrived.size,
    fileSink: inFile.size,
    sinkFailures: sink.counts.failed,
    violations,
  }
}

function missing(where: string, wanted: ReadonlySet<string>, there: ReadonlySet<string>): string[] {
  return [...wanted.difference(there)].map(
    id => `${id} was answered 2xx and is not in the ${where}`,
  )
}

/** A recording's `started` is sent, and acknowledged, before its `completed`. */
function outOfOrder(where: string, arrivals: ReadonlySet<string>): string[] {
  const completed = new Set<string>()
  const violations: string[] = []
  for (const id of arrivals) {
    const [recordingSid, event] = id.split('-') as [string, string]
    if (event === 'completed') completed.add(recordingSid)
    else if (completed.has(recordingSid)) violations.push(`${id} came late to the ${where}`)
  }
  return violations
}
