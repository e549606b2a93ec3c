import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type Ran, run } from '../cli/run.ts'
import { provider } from '../e2e/provider.ts'
import { type RunningService, startService } from '../e2e/service.ts'

/** A deployment and the one who is on call for it: everything is seen and done by commands. */
export interface Operator {
  /** Starts the built service, again where it has run before; it is killed with the test. */
  start(changes?: Readonly<Record<string, unknown>>): Promise<RunningService>
  /** Runs `reelay …` against the running service, as in its container. */
  reelay(...argv: string[]): Promise<Ran>
  /** The same with `--json`: its lines. */
  look<Item>(...argv: string[]): Promise<Item[]>
  folder: string
  /** The configuration file's path. */
  config: string
}

/** A retry schedule for which a test need not wait. */
export const quick = { retry: { baseSeconds: 0.05, capSeconds: 0.2 } }

export function operator(t: Test, settings: Readonly<Record<string, unknown>> = {}): Operator {
  const folder = t.testdir()
  const config = join(folder, 'reelay.config.json')
  let current: Record<string, unknown> = {
    accounts: [{ accountSid: provider.accountSid, authTokens: [provider.authToken] }],
    publicUrl: provider.publicUrl,
    store: 'sqlite:./reelay.db',
    sinks: [{ name: 'log', url: 'log:' }],
    ...settings,
  }
  let adminUrl = ''

  const reelay = (...argv: string[]): Promise<Ran> => {
    const env = { REELAY_CONFIG: config, ...(adminUrl && { REELAY_ADMIN_URL: adminUrl }) }
    return run(argv, { env, cwd: folder })
  }

  return {
    folder,
    config,
    async start(changes = {}) {
      current = { ...current, ...changes }
      writeFileSync(config, JSON.stringify(current))
      const service = await startService({ REELAY_CONFIG: config })
      t.teardown(() => service.child.kill('SIGKILL'))
      adminUrl = `http://127.0.0.1:${service.adminPort}`
      return service
    },
    reelay,
    async look(...argv) {
      const { code, stdout, stderr } = await reelay(...argv, '--json')
      if (code !== 0) throw new Error(`reelay ${argv.join(' ')}: exit ${code}\n${stderr}`)
      return stdout
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line))
    },
  }
}

/** Resolves with what `ask` gives once it is as wanted: things happen a moment after the 204. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await ask()
    if (isWanted(value)) return value
    await new Promise(resolve => setImmediate(resolve))
  }
}
