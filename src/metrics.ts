import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JournalStats } from './domain/journal.ts'

/** What `/metrics` answers with. */
export interface Metrics {
  scrape(): Promise<{ contentType: string; body: string }>
  close(): void
}

/** What metrics ask for with each scrape. */
export interface MetricsSources {
  /** Where it rejects, or leaves something out, the last value stays. */
  stats(): Promise<JournalStats>
  /** Lines so far. */
  logDropped(): number
  /** Can callbacks be kept? As `/readyz` says. */
  ready(): boolean
  version: string
}

/** How many events of an attempt had each outcome. */
type DeliveryCounts = Record<'done' | 'retry' | 'dead', number>

/** A value that is told from the first time on that it is known: none is not 0. */
type JournalGauge = [name: string, help: string, value: (stats: JournalStats) => number | undefined]

const journalGauges: readonly JournalGauge[] = [
  ['reelay_store_bytes', 'Bytes that stored rows take.', stats => stats.storeBytes],
  [
    'reelay_disk_free_bytes',
    'Room left beside the SQLite file, or the spool.',
    stats => stats.diskFreeBytes,
  ],
  ['reelay_quarantined', 'Callbacks kept that fit no schema.', stats => stats.quarantined],
  ['reelay_recordings_stalled', 'Recordings that never completed in time.', stats => stats.stalled],
  ['reelay_replays_running', 'Replays that run.', stats => stats.replays],
  ['reelay_spool_callbacks', 'Callbacks in the spool.', stats => stats.spool?.callbacks],
  ['reelay_spool_bytes', 'Bytes that they take.', stats => stats.spool?.bytes],
  [
    'reelay_spool_oldest_seconds',
    'Age of the oldest of them.',
    ({ spool }) => spool && spool.oldestMs / 1000,
  ],
]

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

/**
 * Subscribes to what the parts publish on `diagnostics_channel` and counts it; asks the journal
 * for the rest when it is scraped.
 */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const callbacks = new Counter({
    name: 'reelay_callbacks_total',
    help: 'Requests at the callback paths, by what became of them.',
    labelNames: ['outcome', 'reason'] as const,
    registers,
  })
  const callbackSeconds = new Histogram({
    name: 'reelay_callback_seconds',
    help: 'Time from a request that is complete to its answer.',
    buckets: seconds,
    registers,
  })
  const commitSeconds = new Histogram({
    name: 'reelay_commit_seconds',
    help: 'Time of one commit of the journal, fsync included.',
    buckets: seconds,
    registers,
  })
  const commitSize = new Histogram({
    name: 'reelay_commit_size',
    help: 'Callbacks in one commit.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
    registers,
  })
  const deliveries = new Counter({
    name: 'reelay_deliveries_total',
    help: 'Events offered to a sink, by what became of them.',
    labelNames: ['sink', 'outcome'] as const,
    registers,
  })
  const deliverySeconds = new Histogram({
    name: 'reelay_delivery_seconds',
    help: 'Time of one delivery (a batch) to a sink.',
    labelNames: ['sink'] as const,
    buckets: seconds,
    registers,
  })
  const lag = gauge('reelay_sink_lag', 'Events that a sink has still to get.', ['sink'])
  const oldest = gauge('reelay_sink_oldest_seconds', 'Age of the oldest of them.', ['sink'])
  const dead = gauge('reelay_dead_letters', 'Events that were given up for a sink.', ['sink'])
  const paused = gauge('reelay_sink_paused', 'Was a sink told to wait? 0 or 1.', ['sink'])
  const circuit = gauge(
    'reelay_sink_circuit_open',
    'Is a sink left alone but for probes? 0 or 1.',
    ['sink'],
  )
  const ready = gauge('reelay_ready', 'Can callbacks be kept? 0 or 1.')
  gauge('reelay_build_info', 'The version that runs; 1.', ['version']).set(
    { version: sources.version },
    1,
  )
  const logDropped = new Counter({
    name: 'reelay_log_dropped_total',
    help: 'Log lines that nobody read in time.',
    registers,
  })
  const ofJournal = new Map<string, Gauge>()
  /** Sinks whose circuit is open. */
  const open = new Set<string>()
  /** As the ledger's thread counted them: beside a SQLite journal only that knows. */
  let stalled: number | undefined

  function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers })
  }

  const listeners: Record<string, (message: never) => void> = {
    'reelay:callback': (each: { outcome: string; reason?: string; ms: number; count?: number }) => {
      callbacks.inc({ outcome: each.outcome, reason: each.reason ?? '' }, each.count ?? 1)
      const wasRead = each.outcome !== 'rejected' && each.count === undefined
      if (wasRead) callbackSeconds.observe(each.ms / 1000)
    },
    'reelay:commit': (each: { callbacks: number; ms: number }) => {
      commitSeconds.observe(each.ms / 1000)
      if (each.callbacks > 0) commitSize.observe(each.callbacks)
    },
    'reelay:delivery': ({ sink, ms, ...counts }: { sink: string; ms: number } & DeliveryCounts) => {
      for (const outcome of ['done', 'retry', 'dead'] as const) {
        deliveries.inc({ sink, outcome }, counts[outcome])
      }
      deliverySeconds.observe({ sink }, ms / 1000)
    },
    'reelay:circuit': (each: { sink: string; open: boolean }) => {
      if (each.open) open.add(each.sink)
      else open.delete(each.sink)
    },
    'reelay:stalled': ({ count }: { count: number }) => {
      stalled = count
    },
  }
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener as never)

  function take(stats: JournalStats): void {
    for (const [name, help, read] of journalGauges) {
      const value = read({ ...(stalled !== undefined && { stalled }), ...stats })
      if (value === undefined) continue
      const each = ofJournal.get(name) ?? gauge(name, help)
      ofJournal.set(name, each)
      each.set(value)
    }
    for (const sink of stats.sinks) {
      const labels = { sink: sink.name }
      lag.set(labels, sink.lag)
      oldest.set(labels, sink.oldestMs / 1000)
      dead.set(labels, sink.dead)
      paused.set(labels, sink.paused ? 1 : 0)
      circuit.set(labels, open.has(sink.name) ? 1 : 0)
    }
  }

  return {
    async scrape() {
      logDropped.reset()
      logDropped.inc(sources.logDropped())
      ready.set(sources.ready() ? 1 : 0)
      const stats = await sources.stats().catch(() => undefined)
      if (stats) take(stats)
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
    close() {
      for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener as never)
      registry.clear()
    },
  }
}
