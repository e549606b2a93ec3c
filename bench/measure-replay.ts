import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createAdmin } from './admin.ts'
import { closedLoop } from './closed-loop.ts'
import type { RunningContestant } from './contestants.ts'
import { makeRequests } from './requests.ts'
import { median } from './round.ts'

const idle = 5_000
const everyMs = 50

interface Sink {
  name: string
}

/** How long new callbacks take to their sink while nothing else goes on, and during a replay. */
export async function measureReplay(
  say: (text: string) => unknown,
  running: RunningContestant,
  count: number,
): Promise<void> {
  const admin = createAdmin(running.adminPort)
  await admin.caughtUp()
  const [sink] = (await admin.get<{ items: Sink[] }>('sinks')).items
  const alone = await deliveries(running, async () => void (await pause(idle)))

  const all = await admin.get<{ items: { receivedAt: string }[] }>('events?limit=1')
  const until = all.items[0]!.receivedAt
  const filter = { type: 'twilio.video.*', until }
  const plan = { sink: sink!.name, filter, dryRun: true }
  const planned = await admin.post<{ sinks: { total: number }[] }>('replays', plan)
  const total = planned.sinks[0]!.total
  let sent = 0
  const during = await deliveries(running, async () => {
    const started = await admin.post<{ items: { id: string }[] }>('replays', {
      ...plan,
      dryRun: false,
    })
    const { id } = started.items[0]!
    for (;;) {
      const { state, delivered } = await admin.get<Progress>(`replays/${id}`)
      sent = delivered
      if (state !== 'running' || delivered >= count) break
      await pause(100)
    }
    await fetch(`http://127.0.0.1:${running.adminPort}/api/v1/replays/${id}`, { method: 'DELETE' })
  })
  const worst = (times: readonly number[]): number => Math.max(...times)
  say(
    `from 204 to the sink, ms: median ${median(alone).toFixed(0)}, longest ${worst(alone).toFixed(0)}; during a ` +
      `replay (${sent} of ${total} events): median ${median(during).toFixed(0)}, longest ` +
      `${worst(during).toFixed(0)}: held up by ${(worst(during) - worst(alone)).toFixed(0)} (at most 1000)`,
  )
}

interface Progress {
  state: string
  delivered: number
}

/**
 * Sends a callback now and then while something goes on, and tells how long each took to the sink's
 * file.
 */
async function deliveries(
  running: RunningContestant,
  work: () => Promise<void>,
): Promise<number[]> {
  const follow = followFile(running.sinkFile)
  const answered = new Map<string, number>()
  const times: number[] = []
  let over = false
  const finished = work().finally(() => {
    over = true
  })
  while (!over || answered.size > 0) {
    if (!over) {
      const requests = makeRequests(1, 'genuine', 'close')
      const sid = /RecordingSid=(RT\w+)/.exec(requests[0]!.toString())![1]!
      await closedLoop({ ports: running.ports, requests, connections: 1, keepAlive: false })
      answered.set(sid, performance.now())
    }
    for (const line of follow.lines()) {
      const sid = /"subject":"(RT\w+)"/.exec(line)?.[1] ?? ''
      const since = line.includes('"reelayreplay"') ? undefined : answered.get(sid)
      if (since === undefined) continue
      times.push(performance.now() - since)
      answered.delete(sid)
    }
    await pause(everyMs)
  }
  follow.close()
  await finished
  return times
}

/** Lines that are added to a file from now on. */
function followFile(path: string): { lines(): string[]; close(): void } {
  const file = openSync(path, 'r')
  const chunk = Buffer.alloc(1 << 20)
  let position = fstatSync(file).size
  let rest = ''
  return {
    lines() {
      for (;;) {
        const bytes = readSync(file, chunk, 0, chunk.length, position)
        if (bytes === 0) break
        position += bytes
        rest += chunk.toString('utf8', 0, bytes)
      }
      const lines = rest.split('\n')
      rest = lines.pop()!
      return lines
    },
    close: () => closeSync(file),
  }
}
