import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** One line of the service's log. */
export type Line = Record<string, unknown> & { event?: string; msg?: string; level?: string }

/** The built program as a child process, watched by its log. */
export interface RunningService {
  child: ChildProcess
  port: number
  adminPort: number
  lines: Line[]
  stderr(): string
  /** Resolves with the first line (also one that came before) that fits. */
  line(fits: (line: Line) => boolean): Promise<Line>
  /** Resolves when it has ended. */
  exited: Promise<Ended>
  kill(signal: NodeJS.Signals): Promise<Ended>
}

/** How a process ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

const program = new URL('../../dist/main.js', import.meta.url).pathname

/** Spawns `reelay serve` (built) with exactly this environment, on ports of its own choice. */
export function spawnService(
  env: Record<string, string>,
  wrapper: readonly string[] = [],
): Omit<RunningService, 'port' | 'adminPort'> {
  const [command, ...args] = [...wrapper, process.execPath, program, 'serve']
  const child = spawn(command!, args, {
    env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', ADMIN_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Line[] = []
  let stderr = ''
  const waiting = new Set<() => void>()
  const exited: Promise<Ended> = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const wake = (): void => {
    for (const each of waiting) each()
  }
  child.stderr!.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  createInterface({ input: child.stdout! }).on('line', text => {
    lines.push(JSON.parse(text))
    wake()
  })
  let over = false
  void exited.then(() => {
    over = true
    wake()
  })
  return {
    child,
    lines,
    exited,
    stderr: () => stderr,
    async line(fits) {
      for (;;) {
        const found = lines.find(fits)
        if (found) return found
        if (over) throw new Error(`the service ended without that line; it said:\n${stderr}`)
        await new Promise<void>(resolve => {
          const look = (): void => {
            waiting.delete(look)
            resolve()
          }
          waiting.add(look)
        })
      }
    },
    async kill(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** Spawns the service and resolves once it is listening. */
export async function startService(
  env: Record<string, string>,
  wrapper: readonly string[] = [],
): Promise<RunningService> {
  const service = spawnService(env, wrapper)
  const { port, adminPort } = await service.line(line => line.event === 'service.listening')
  return Object.assign(service, { port: Number(port), adminPort: Number(adminPort) })
}
