import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { benchAccount, benchToken, benchUrl } from './requests.ts'

export interface Contestant {
  letter: string
  name: string
  /** Its file under contestants/; Reelay itself has none. */
  file?: string
}

/** Who takes part, in the order of the table. */
export const contestants: readonly Contestant[] = [
  { letter: 'a', name: 'node:http', file: 'node-http' },
  { letter: 'b', name: 'Fastify + formbody + log line', file: 'fastify' },
  { letter: 'c', name: 'Express + twilio.webhook()', file: 'express' },
  { letter: 'd', name: 'the same + fsynced insert', file: 'express-sqlite' },
  { letter: 'e', name: 'Reelay, file sink' },
]

export interface RunningContestant {
  port: number
  /** Resident memory of the process, bytes. */
  memory(): number
  stop(): Promise<void>
}

/** Starts a contestant in a process of its own, logging to a file. */
export async function startContestant(
  contestant: Contestant,
  place: { folder: string; store: string },
): Promise<RunningContestant> {
  const log = join(place.folder, `${contestant.letter}.log`)
  return contestant.file
    ? startOther(contestant.file, log, place.store)
    : startReelay(place.folder, log, place.store)
}

async function startOther(file: string, log: string, store: string): Promise<RunningContestant> {
  const script = new URL(`./contestants/${file}.ts`, import.meta.url).pathname
  const child = fork(script, { env: { ...process.env, BENCH_LOG: log, BENCH_STORE: store } })
  const [{ port }] = await once(child, 'message')
  return { port, memory: () => residentBytes(child), stop: () => end(child) }
}

async function startReelay(folder: string, log: string, store: string): Promise<RunningContestant> {
  const config = join(folder, 'reelay.config.json')
  const publicUrl = new URL(benchUrl).origin
  const accounts = [{ accountSid: benchAccount, authTokens: [benchToken] }]
  const sinks = [{ url: `file:${store}.ndjson` }]
  writeFileSync(config, JSON.stringify({ accounts, publicUrl: [publicUrl], sinks }))
  const env = { REELAY_CONFIG: config, REELAY_STORE: `sqlite:${store}` }
  const program = new URL('../dist/main.js', import.meta.url).pathname
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, ...env, PORT: '0', HOST: '127.0.0.1', ADMIN_PORT: '0' },
    stdio: ['ignore', openSync(log, 'w'), 'inherit'],
  })
  const port = await listening(child, log)
  return { port, memory: () => residentBytes(child), stop: () => end(child) }
}

/** Reelay tells its port in its log, which is a file here. */
async function listening(child: ChildProcess, log: string): Promise<number> {
  while (child.exitCode === null) {
    const line = /^.*"service\.listening".*$/m.exec(readFileSync(log, 'utf8'))
    if (line) return JSON.parse(line[0]).port
    await pause(2)
  }
  throw new Error(`Reelay did not start: ${readFileSync(log, 'utf8')}`)
}

function residentBytes(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) * 1024
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
