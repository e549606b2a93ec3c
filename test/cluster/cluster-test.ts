import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catchUp } from './catch-up.ts'
import { chaos } from './chaos.ts'
import { checkLeases } from './check-leases.ts'
import { checkSink, checkStored } from './check-store.ts'
import { startClients } from './clients.ts'
import type { ClusterReport } from './cluster-report.ts'
import { createDice } from './dice.ts'
import { keepEvidence } from './keep-evidence.ts'
import { readStore } from './read-store.ts'
import { resetHung } from './reset-hung.ts'
import { sinkReport } from './sink-report.ts'
import { startCluster } from './start-cluster.ts'
import { startTimeline } from './timeline.ts'
import { stopTidily } from './troubles.ts'

export interface ClusterTestOptions {
  /** How long there is trouble. */
  seconds: number
  replicas: number
  clients: number
  seed: number
  /** No trouble lasts longer, seconds; 15 unless told. */
  longestTrouble?: number
  /** Keeps the logs even where nothing was violated. */
  keep?: boolean
  say?(text: string): void
}

/** How long clients, and then sinks, may take once all is mended, ms. */
const patience = { clients: 30_000, sinks: 75_000 }

/**
 * Several replicas of the built program share a Postgres server behind a load balancer, while
 * replicas are killed, frozen and restarted, the server is stopped, and the network between them
 * fails. Then all is mended, and what was answered 2xx is compared with the store and the sinks.
 */
export async function clusterTest(options: ClusterTestOptions): Promise<ClusterReport> {
  const { seed, seconds, say = () => {} } = options
  const folder = mkdtempSync(join(tmpdir(), 'reelay-cluster-'))
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const timeline = startTimeline()
  const violations: string[] = []

  function violation(text: string): void {
    violations.push(`${text} (${now()})`)
    say(violations.at(-1)!)
  }

  function now(): string {
    const troubles = timeline.between().map(({ what }) => what)
    return `${timeline.second(performance.now())} s: ${troubles.join('; ') || 'peace'}`
  }

  let tidy = false
  await using running = new AsyncDisposableStack()
  running.defer(() => {
    if (tidy) rmSync(folder, { recursive: true })
  })
  const { replicas } = options
  const cluster = await startCluster({ replicas, folder, logs, endedAlone: violation })
  running.defer(cluster.close)
  const { sinks } = cluster
  const sufferers = { ...cluster, violation }
  const clients = startClients(options.clients, cluster.balancer.port, createDice(seed + 1))
  running.defer(() => clients.finish(AbortSignal.abort()))
  const ticker = setInterval(
    () => say(`${clients.acknowledged.size} acknowledged, ${now()}`),
    2_000,
  )
  running.defer(() => clearInterval(ticker))
  running.defer(resetHung(cluster.proxies).stop)

  const longest = (options.longestTrouble ?? 15) * 1000
  await chaos(sufferers, { seconds, longest, dice: createDice(seed), timeline })
  say('all is mended, the clients finish')
  for (const sink of sinks) sink.behave()
  await clients.finish(AbortSignal.timeout(patience.clients))
  for (const id of clients.pending) violation(`${id} was still not answered 2xx`)
  say('the sinks catch up')
  const names = sinks.map(({ name }) => name)
  await catchUp(cluster.replicas, names, patience.sinks).catch((error: Error) => {
    violation(error.message)
  })
  await Promise.all(cluster.replicas.map(replica => stopTidily(sufferers, replica)))

  const { stored, batches, leases } = await readStore(cluster.url)
  const found = [
    checkLeases(batches, leases),
    checkStored(clients.acknowledged.keys(), stored),
    ...sinks.map(({ name, arrivals }) => checkSink(name, stored, arrivals)),
  ]
  violations.push(...found.flatMap(someOf))
  const { kills, pauses, restarts, outages, cutOffs } = timeline.counts()
  const report: ClusterReport = {
    ...{ seed, kills, pauses, restarts, outages, cutOffs },
    sent: clients.sent(),
    acknowledged: clients.acknowledged.size,
    stored: stored.length,
    spooled: cluster.replicas.reduce((sum, each) => sum + each.told('journal.spooling'), 0),
    leaseChanges: leases.length,
    sinks: sinks.map(sink => sinkReport(sink, clients.acknowledged, timeline)),
    violations,
  }
  if (violations.length > 0 || options.keep) {
    const arrivals = Object.fromEntries(sinks.map(sink => [sink.name, sink.arrivals]))
    const { acknowledged } = clients
    const troubles = timeline.between(0, Number.POSITIVE_INFINITY)
    keepEvidence(logs, { stored, batches, leases, acknowledged, troubles, ...arrivals, violations })
    return { ...report, logs }
  }
  tidy = true
  return report
}

/** One cause often shows in thousands of callbacks. */
function someOf(violations: readonly string[]): string[] {
  const most = 10
  const more = violations.length - most
  return more > 0
    ? [...violations.slice(0, most), `… and ${more} more like these`]
    : [...violations]
}
