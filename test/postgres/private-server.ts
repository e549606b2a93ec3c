import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { asPostgres, noPostgresUser, runAsPostgres } from './as-postgres.ts'
import { freePort } from './free-port.ts'
import { missing } from './postgres-missing.ts'
import { serverBinaries } from './server-binaries.ts'
import { makeServerCertificate } from './server-certificate.ts'
import { startWatchdog } from './watchdog.ts'

export interface PrivateServerOptions {
  /** Lines of `postgresql.conf`: `{ fsync: 'off' }`. */
  settings?: Readonly<Record<string, string | number>>
  maxConnections?: number
  /** Takes TLS too, with a certificate for `localhost` that is signed by `caFile`. */
  tls?: boolean
  /** Takes what the server logs besides `log()`. */
  logFile?: string
}

/** A Postgres server of a test's own, on 127.0.0.1; it does not outlive the test's process. */
export interface PrivateServer {
  port: number
  /** The folder of its Unix socket. */
  folder: string
  /** Only with `tls`. */
  caFile?: string
  /** Where a database is; none is made. */
  url(database?: string, host?: string): string
  /** Resolves when it takes connections again, at the same port. */
  start(): Promise<void>
  /** `fast` ends sessions with a word, `immediate` without one, and recovers at the next start. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** SIGKILL of the postmaster; resolves when its children have noticed and are gone too. */
  kill(): Promise<void>
  /** What it has logged, all starts together. */
  log(): string
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

/**
 * Why there can be no private server here; false where there can.
 * @throws in CI, where nothing is skipped.
 */
export function privateServerMissing(): string | false {
  const reason = serverBinaries() === undefined ? 'no Postgres programs here' : noPostgresUser()
  return reason === undefined ? false : missing(reason)
}

/** Makes a server and starts it. */
export async function startPrivateServer(
  options: PrivateServerOptions = {},
): Promise<PrivateServer> {
  const binaries = serverBinaries()
  if (binaries === undefined) throw new Error('no Postgres programs here')
  const folder = ownFolder()
  const watchdog = startWatchdog(folder)
  const data = join(folder, 'data')
  let port = 0
  let server: Postmaster | undefined
  let said = ''

  async function start(): Promise<void> {
    if (server) throw new Error('the server runs already')
    server = await startPostmaster([join(binaries!, 'postgres'), '-D', data, '-p', `${port}`], line)
  }

  function line(text: string): void {
    said += `${text}\n`
    if (options.logFile) appendFileSync(options.logFile, `${text}\n`)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    await server?.end(signal)
    server = undefined
  }

  async function startAtFreePort(triesLeft: number): Promise<void> {
    port = await freePort()
    try {
      await start()
    } catch (error) {
      if (triesLeft === 0) throw error
      await startAtFreePort(triesLeft - 1)
    }
  }

  try {
    const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C']
    runAsPostgres(folder, join(binaries, 'initdb'), ...initdb, '--no-sync')
    const caFile = configure(folder, options)
    await startAtFreePort(3)
    return {
      port,
      folder,
      ...(caFile && { caFile }),
      url: (database = 'postgres', host = '127.0.0.1') =>
        `postgres://postgres@${host}:${port}/${database}`,
      start,
      stop: mode => end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT'),
      kill: () => end('SIGKILL'),
      log: () => said,
      async close() {
        await end('SIGQUIT')
        await watchdog.end()
      },
    }
  } catch (error) {
    await watchdog.end()
    throw error
  }
}

/** A new folder that belongs to who the server runs as. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reelay-postgres-'))
  if (process.getuid?.() === 0) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']))
    chownSync(folder, id('-u'), id('-g'))
  }
  return folder
}

/** Adds to the server's settings. Returns the path of the CA's certificate, if there is one. */
function configure(folder: string, options: PrivateServerOptions): string | undefined {
  const { maxConnections = 100, tls = false, settings = {} } = options
  const certificate = tls ? makeServerCertificate(folder) : undefined
  const all: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: maxConnections,
    shared_buffers: '16MB',
    log_line_prefix: '%m [%p] %a ',
    ...(certificate && {
      ssl: 'on',
      ssl_cert_file: certificate.certFile,
      ssl_key_file: certificate.keyFile,
    }),
    ...settings,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`)
  const path = join(folder, 'data', 'postgresql.conf')
  writeFileSync(path, lines.join(''), { flag: 'a' })
  return certificate?.caFile
}

interface Postmaster {
  /** Resolves when the server's last process is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** A standby says it a little differently. */
const readyLine = /database system is ready to accept (read-only )?connections/

/** Resolves when it takes connections. @throws with what it said, if it ends instead. */
async function startPostmaster(
  command: readonly string[],
  line: (text: string) => void,
): Promise<Postmaster> {
  const [first, ...args] = [...asPostgres(), ...command]
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  const child: ChildProcess = spawn(first!, args, {
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: [...stdio],
    detached: true,
  })
  // Every process of the server holds this pipe: it closes with the last one.
  const gone = once(child, 'close')
  const ready = Promise.withResolvers<void>()
  let said = ''
  createInterface({ input: child.stderr! }).on('line', text => {
    line(text)
    said += `${text}\n`
    if (readyLine.test(text)) ready.resolve()
  })
  void gone.then(() => ready.reject(new Error(`Postgres ended:\n${said}`)))
  await ready.promise
  return {
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}
