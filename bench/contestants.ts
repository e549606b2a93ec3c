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
  /** How many processes of it; one if absent. */
  replicas?: number
}

/** Connections to Postgres that each process may have. */
export const poolSize = 10

/** Who takes part, in the order of the table. */
export const contestants: readonly Contestant[] = [
  { letter: 'a', name: 'node:http', file: 'node-http' },
  { letter: 'b', name: 'Fastify + formbody + log line', file: 'fastify' },
  { letter: 'c', name: 'Express + twilio.webhook()', file: 'express' },
  { letter: 'd', name: 'the same + fsynced insert', file: 'express-sqlite' },
  { letter: 'e', name: 'Reelay, file sink' },
]

/** The same where Postgres keeps the callbacks. */
export const postgresContestants: readonly Contestant[] = [
  { letter: 'p', name: 'Express + twilio + insert each', file: 'express-postgres' },
  { letter: 'e', name: 'Reelay, SQLite' },
  { letter: 'g', name: 'Reelay, Postgres' },
  { letter: 'h', name: 'Reelay, Postgres, 3 replicas', replicas: 3 },
]

export interface RunningContestant {
  ports: number[]
  /** Of Reelay's admin listener; 0 for others. */
  adminPort: number
  /** What Reelay's sink writes. */
  sinkFile: string
  /** Resident memory of the process, bytes. */
  memory(): number
  stop(): Promise<void>
}

/**
 * Starts a contestant in processes of its own, logging to files. `store` is the path of a SQLite
 * file, or a Postgres URL.
 */
export async function startContestant(
  contestant: Contestant,
  place: { folder: string; store: string },
): Promise<RunningContestant> {
  const start = contestant.file ? startOther : startReelay
  const processes: Running[] = []
  for (let index = 0; index < (contestant.replicas ?? 1); index++) {
    const log = join(place.folder, `${contestant.letter}-${index}.log`)
    processes.push(await start(contestant, place, log))
  }
  return {
    ports: processes.map(({ port }) => port),
    adminPort: processes[0]!.adminPort,
    sinkFile: `${fileOf(place)}.ndjson`,
    memory: () => processes.reduce((sum, { child }) => sum + residentBytes(child), 0),
    stop: async () => void (await Promise.all(processes.map(({ child }) => end(child)))),
  }
}

interface Running {
  child: ChildProcess
  port: number
  adminPort: number
}

type Place = Parameters<typeof startContestant>[1]

async function startOther({ file }: Contestant, { store }: Place, log: string): Promise<Running> {
  const script = new URL(`./contestants/${file}.ts`, import.meta.url).pathname
  const env = { BENCH_LOG: log, BENCH_STORE: store, BENCH_POOL: String(poolSize) }
  const child = fork(script, { env: { ...process.env, ...env } })
  const [{ port }] = await once(child, 'message')
  return { child, port, adminPort: 0 }
}

async function startReelay(_: Contestant, { folder, store }: Place, log: string): Promise<Running> {
  const config = join(folder, 'reelay.config.json')
  const publicUrl = new URL(benchUrl).origin
  const accounts = [{ accountSid: benchAccount, authTokens: [benchToken] }]
  const inPostgres = store.startsWith('postgres:')
  const sinks = [{ url: `file:${fileOf({ folder, store })}.ndjson` }]
  writeFileSync(config, JSON.stringify({ accounts, publicUrl: [publicUrl], sinks }))
  const url = inPostgres ? `${store}?pool_size=${poolSize}` : `sqlite:${store}`
  const env = { REELAY_CONFIG: config, REELAY_STORE: url }
  const program = new URL('../dist/main.js', import.meta.url).pathname
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, ...env, PORT: '0', HOST: '127.0.0.1', ADMIN_PORT: '0' },
    stdio: ['ignore', openSync(log, 'w'), 'inherit'],
  })
  return { child, ...(await listening(child, log)) }
}

function fileOf({ folder, store }: Place): string {
  return store.startsWith('postgres:') ? join(folder, new URL(store).pathname) : store
}

/** Reelay tells its ports in its log, which is a file here. */
async function listening(child: ChildProcess, log: string): Promise<Omit<Running, 'child'>> {
  while (child.exitCode === null) {
    const line = /^.*"service\.listening".*$/m.exec(readFileSync(log, 'utf8'))
    if (line) return JSON.parse(line[0])
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
