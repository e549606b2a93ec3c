import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { spawnService } from '../e2e/service.ts'
import { freePort } from '../postgres/free-port.ts'

/** One of the built programs that share a store. Its ports and its spool outlive its processes. */
export interface Replica {
  name: string
  port: number
  adminPort: number
  /** Starts a process, unless one is running; one that ends by itself is started again. */
  start(): void
  /** Resolves when it takes connections. @throws if that takes too long. */
  listening(): Promise<void>
  /** Ends its process; resolves to how it ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<ReplicaEnd>
  freeze(): void
  thaw(): void
  /** How many of its log lines tell of an event. */
  told(event: string): number
}

export interface ReplicaEnd {
  code: number | null
  signal: NodeJS.Signals | null
  ms: number
}

/** Nobody waits that long for a start, even on a busy machine. */
const longestStart = 30_000

/**
 * Its logs go to `folder`, a file for each process. `endedAlone` hears of ends that nobody asked
 * for.
 */
export async function createReplica(options: {
  name: string
  folder: string
  env: Readonly<Record<string, string>>
  endedAlone(how: string): void
}): Promise<Replica> {
  const { name, folder, endedAlone } = options
  const port = await freePort()
  const adminPort = await freePort()
  const env = { ...options.env, PORT: String(port), ADMIN_PORT: String(adminPort) }
  let boot = 0
  let service: ReturnType<typeof spawnService> | undefined
  let again: NodeJS.Timeout | undefined

  function start(): void {
    clearTimeout(again)
    if (service) return
    boot++
    const file = join(folder, `${name}.${boot}`)
    const started = spawnService(env, intoFile(`${file}.log`))
    service = started
    started.child.once('exit', (code, signal) => {
      writeFileSync(`${file}.err`, started.stderr())
      if (service !== started) return
      service = undefined
      const why = lastFatal(`${file}.log`) ?? started.stderr().trim()
      endedAlone(`${name} ended by itself with ${code ?? signal} (${why})`)
      again = setTimeout(start, 1_000)
    })
  }

  return {
    name,
    port,
    adminPort,
    start,
    async listening() {
      const deadline = performance.now() + longestStart
      while (!(await answers(adminPort))) {
        if (performance.now() > deadline) throw new Error(`${name} does not listen, see ${folder}`)
        await pause(50)
      }
    },
    async end(signal) {
      clearTimeout(again)
      const ending = service
      if (!ending) return { code: null, signal: null, ms: 0 }
      service = undefined
      const began = performance.now()
      const how = await ending.kill(signal)
      return { ...how, ms: Math.round(performance.now() - began) }
    },
    freeze: () => service?.child.kill('SIGSTOP'),
    thaw: () => service?.child.kill('SIGCONT'),
    told(event) {
      const files = readdirSync(folder).filter(file => file.startsWith(`${name}.`))
      const texts = files.map(file => readFileSync(join(folder, file), 'utf8'))
      return texts.reduce((sum, text) => sum + text.split(`"event":"${event}"`).length - 1, 0)
    },
  }
}

/**
 * The log goes to its file past this process, which may be slow, and which would have to make sense
 * of a line that SIGKILL cut in two. Where it can be had, the kernel ends the program with its
 * parent.
 */
function intoFile(log: string): string[] {
  const withParent = ['setpriv', '--pdeathsig', 'KILL', '--']
  const can = spawnSync(withParent[0]!, [...withParent.slice(1), 'true']).status === 0
  return [...(can ? withParent : []), 'sh', '-c', 'exec "$@" >>"$0"', log]
}

function lastFatal(log: string): string | undefined {
  const lines = readFileSync(log, 'utf8').split('\n')
  return lines.findLast(line => line.includes('"level":"fatal"'))
}

async function answers(adminPort: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${adminPort}/healthz`
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
