import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { asPostgres } from './as-postgres.ts'

/**
 * Removes a server's folder, and first the server in it, when this process is gone, however it
 * ended: the kernel closes the pipe. `end` does the same at once.
 */
export function startWatchdog(folder: string): { end(): Promise<void> } {
  const [command, ...args] = [...asPostgres(), 'sh', '-c', script, 'watchdog', folder]
  // Detached: what is sent to the whole process group, as Ctrl-C is, must not end it first.
  const stdio = ['pipe', 'ignore', 'inherit'] as const
  const child = spawn(command!, args, { cwd: '/', stdio: [...stdio], detached: true })
  const exited = once(child, 'exit')
  return {
    async end() {
      child.stdin!.end()
      await exited
    },
  }
}

/**
 * SIGQUIT is Postgres' immediate shutdown; a file that it wrote meanwhile asks for another round.
 */
const script = `
trap '' HUP INT TERM
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
[ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null
for round in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$1" 2>/dev/null && exit 0
  sleep 0.5
done
`
