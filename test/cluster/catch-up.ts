import { setTimeout as pause } from 'node:timers/promises'
import type { Replica } from './replica.ts'

/**
 * Waits until every replica says that its spool is empty and that no sink lags.
 * @throws with what they say, if that is not so within the time.
 */
export async function catchUp(
  replicas: readonly Replica[],
  sinks: readonly string[],
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs
  // Twice in a row: what leaves one replica's spool may be in no metric that was read before.
  let quiet = 0
  for (;;) {
    const left = (await Promise.all(replicas.map(replica => outstanding(replica, sinks)))).flat()
    quiet = left.length === 0 ? quiet + 1 : 0
    if (quiet === 2) return
    if (quiet === 0 && performance.now() > deadline)
      throw new Error(`not caught up: ${left.join('; ')}`)
    await pause(200)
  }
}

/** What a replica's metrics say is still to do. */
async function outstanding(replica: Replica, sinks: readonly string[]): Promise<string[]> {
  const wanted = ['reelay_spool_callbacks', ...sinks.map(sink => `reelay_sink_lag{sink="${sink}"}`)]
  try {
    const url = `http://127.0.0.1:${replica.adminPort}/metrics`
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    const lines = (await answer.text()).split('\n')
    return wanted.flatMap(name => {
      const value = lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1)
      return value === '0' ? [] : [`${replica.name}: ${name} ${value ?? 'is missing'}`]
    })
  } catch (error) {
    return [`${replica.name}: no metrics (${error})`]
  }
}
