import type { CutOffProxy } from '../postgres/cut-off-proxy.ts'
import type { PrivateServer } from '../postgres/private-server.ts'
import { sqlClient } from '../postgres/sql-client.ts'
import type { Dice } from './dice.ts'
import type { Replica } from './replica.ts'
import type { Episode } from './timeline.ts'

/** What troubles befall. Each replica has the proxy at its own index before the server. */
export interface Sufferers {
  replicas: readonly Replica[]
  proxies: readonly CutOffProxy[]
  server: PrivateServer
  /** Takes what should not have happened. */
  violation(text: string): void
}

export interface Trouble {
  /** For people. */
  what: string
  counts: Episode['counts']
  /** It keeps every replica from the store. */
  storeAway?: boolean
  /** What no other trouble may have meanwhile. */
  needs: readonly string[]
  /** Makes it, and mends it again. */
  run(): Promise<void>
}

/** How troubles pass the time. */
export interface Pace {
  dice: Dice
  /** Ends early when the time for troubles is over. */
  wait(ms: number): Promise<void>
  /** No trouble lasts longer, ms. */
  longest: number
}

type Make = (sufferers: Sufferers, pace: Pace) => Trouble

/** Every trouble there is; one that is worth having more often stands here more than once. */
export const troubles: readonly Make[] = [
  ...[kill, kill, kill, freeze, freeze, restart, rollingRestart],
  ...[outage('fast'), outage('immediate'), outage('kill'), endSessions],
  ...[
    cutOff('refuse', 'one'),
    cutOff('refuse', 'all'),
    cutOff('hang', 'one'),
    cutOff('hang', 'all'),
  ],
]

function kill(sufferers: Sufferers, { dice, wait }: Pace): Trouble {
  const replica = dice.pick(sufferers.replicas)
  const again = dice.chance(0.3)
  const down = dice.chance(0.5) ? dice.between(0, 3_000) : 0
  const starting = dice.between(0, 500)
  return {
    what: `${replica.name} killed${again ? ', and again while it starts' : ''}`,
    counts: 'kills',
    needs: [replica.name],
    async run() {
      await replica.end('SIGKILL')
      await wait(down)
      replica.start()
      if (again) {
        await wait(starting)
        await replica.end('SIGKILL')
        replica.start()
      }
      await listening(sufferers, replica)
    },
  }
}

function freeze(sufferers: Sufferers, { dice, wait, longest }: Pace): Trouble {
  const replica = dice.pick(sufferers.replicas)
  const ms = dice.between(1_000, Math.min(15_000, longest))
  return {
    what: `${replica.name} stands still for ${seconds(ms)}`,
    counts: 'pauses',
    needs: [replica.name],
    async run() {
      replica.freeze()
      await wait(ms)
      replica.thaw()
    },
  }
}

function restart(sufferers: Sufferers, { dice }: Pace): Trouble {
  const replica = dice.pick(sufferers.replicas)
  return {
    what: `${replica.name} restarted`,
    counts: 'restarts',
    needs: [replica.name],
    run: () => restartTidily(sufferers, replica),
  }
}

function rollingRestart(sufferers: Sufferers): Trouble {
  return {
    what: 'rolling restart',
    counts: 'restarts',
    needs: sufferers.replicas.map(({ name }) => name),
    async run() {
      for (const replica of sufferers.replicas) await restartTidily(sufferers, replica)
    },
  }
}

function outage(how: 'fast' | 'immediate' | 'kill'): Make {
  return ({ server }, { dice, wait, longest }) => {
    const ms = dice.between(1_000, Math.min(10_000, longest))
    return {
      what: `Postgres ${how === 'kill' ? 'killed' : `stopped ${how}`}, down for ${seconds(ms)}`,
      counts: 'outages',
      storeAway: true,
      needs: ['server'],
      async run() {
        if (how === 'kill') await server.kill()
        else await server.stop(how)
        await wait(ms)
        await server.start()
      },
    }
  }
}

function endSessions({ server }: Sufferers, { dice }: Pace): Trouble {
  const share = dice.between(0.3, 1)
  return {
    what: `${Math.round(share * 100)} % of Postgres' sessions ended`,
    counts: 'outages',
    needs: ['server'],
    async run() {
      const sql = sqlClient(server.url())
      const others = 'pid <> pg_backend_pid() AND backend_type = $1 AND random() < $2'
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`, [
        'client backend',
        share,
      ])
    },
  }
}

function cutOff(mode: 'refuse' | 'hang', whom: 'one' | 'all'): Make {
  return ({ replicas, proxies }, { dice, wait, longest }) => {
    const all = replicas.map((_, index) => index)
    const whose = whom === 'all' ? all : [dice.pick(all)]
    const names = whose.map(index => replicas[index]!.name)
    const ms = dice.between(1_000, Math.min(12_000, longest))
    const revive = dice.chance(0.4)
    const after =
      mode === 'hang' ? (revive ? ', then all arrives' : ', and what hangs is lost') : ''
    return {
      what: `${names.join(', ')} cut off (${mode}) for ${seconds(ms)}${after}`,
      counts: 'cutOffs',
      storeAway: whom === 'all',
      needs: names.map(name => `proxy of ${name}`),
      async run() {
        const cut = whose.map(index => proxies[index]!)
        await Promise.all(cut.map(proxy => proxy.set(mode)))
        await wait(ms)
        await Promise.all(cut.map(proxy => proxy.set('pass', { revive })))
      },
    }
  }
}

async function restartTidily(sufferers: Sufferers, replica: Replica): Promise<void> {
  await stopTidily(sufferers, replica)
  replica.start()
  await listening(sufferers, replica)
}

/** SIGTERM, after which a replica that has started has to end well whatever goes on around it. */
export async function stopTidily(sufferers: Sufferers, replica: Replica): Promise<void> {
  await listening(sufferers, replica)
  const { code, signal, ms } = await replica.end('SIGTERM')
  if (code === 0) return
  sufferers.violation(`${replica.name} ended with ${code ?? signal}, ${ms} ms after SIGTERM`)
}

async function listening({ violation }: Sufferers, replica: Replica): Promise<void> {
  await replica.listening().catch((error: Error) => violation(error.message))
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
