import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { CommandIo } from './command.ts'

/** The demo's receiver: `reelay serve` in a process of its own, its log shown as it comes. */
export interface DemoService {
  port: number
  /** The next line about a callback, in the order in which they were written. */
  nextCallbackLine(): Promise<Record<string, unknown>>
  /** Resolves to the exit code. */
  stop(): Promise<number | null>
}

/**
 * Starts it on free ports. Only what it needs is passed on from the environment, so that settings
 * of a real deployment don't reach it.
 */
export async function startDemoService(config: string, io: CommandIo): Promise<DemoService> {
  const { PATH } = io.env
  const child = spawn(process.execPath, [process.argv[1]!, 'serve'], {
    env: { PATH, REELAY_CONFIG: config, HOST: '127.0.0.1', PORT: '0', ADMIN_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const show = await lineShower(io)
  const waiting: ((line: Record<string, unknown>) => void)[] = []
  const arrived: Record<string, unknown>[] = []
  const listening = Promise.withResolvers<number>()

  createInterface({ input: child.stdout }).on('line', text => {
    show(text)
    const line = JSON.parse(text)
    if (line.event === 'service.listening') listening.resolve(line.port)
    if (!String(line.event).startsWith('callback.')) return
    const next = waiting.shift()
    if (next) next(line)
    else arrived.push(line)
  })
  void exited.then(code => {
    listening.reject(new Error(`the receiver ended with exit code ${code}`))
    for (const next of waiting) next({ event: 'none: the receiver ended' })
  })

  return {
    port: await listening.promise,
    nextCallbackLine() {
      const line = arrived.shift()
      return line ? Promise.resolve(line) : new Promise(resolve => waiting.push(resolve))
    },
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** Readable lines on a terminal, JSON as it is elsewhere. */
async function lineShower(io: CommandIo): Promise<(line: string) => unknown> {
  if (!('isTTY' in io.stdout && io.stdout.isTTY === true)) {
    return line => io.stdout.write(`${line}\n`)
  }
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({
    colorize: true,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  })
  return line => io.stdout.write(pretty(line))
}
