import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JournalStats, SpoolStats } from './domain/journal.ts'

/** What `/metrics` answers with. */
export interface Metrics {
  scrape(): Promise<{ contentType: string; body: string }>
  close(): void
}

/** How many events of an attempt had each outcome. */
type DeliveryCounts = Record<'done' | 'retry' | 'dead', number>

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

/**
 * Subscribes to what the parts publish on `diagnostics_channel` and counts it; asks the journal
 * for the rest when it is scraped.
 */
export function createMetrics(sources: {
  stats(): Promise<JournalStats>
  logDropped(): number
}): Metrics {
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
  const storeBytes = gauge('reelay_store_bytes', 'Bytes that stored rows take.')
  const logDropped = new Counter({
    name: 'reelay_log_dropped_total',
    help: 'Log lines that nobody read in time.',
    registers,
  })

  let spool: Record<keyof SpoolStats, Gauge> | undefined
  /** Only where there is a spool. */
  function setSpool({ callbacks, bytes, oldestMs }: SpoolStats): void {
    spool ??= {
      callbacks: gauge('reelay_spool_callbacks', 'Callbacks in the spool.'),
      bytes: gauge('reelay_spool_bytes', 'Bytes that they take.'),
      oldestMs: gauge('reelay_spool_oldest_seconds', 'Age of the oldest of them.'),
    }
    spool.callbacks.set(callbacks)
    spool.bytes.set(bytes)
    spool.oldestMs.set(oldestMs / 1000)
  }

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
  }
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener as never)

  return {
    async scrape() {
      logDropped.reset()
      logDropped.inc(sources.logDropped())
      const stats = await sources.stats().catch(() => undefined)
      if (stats) {
        if (stats.storeBytes !== undefined) storeBytes.set(stats.storeBytes)
        if (stats.spool) setSpool(stats.spool)
        for (const sink of stats.sinks) {
          lag.set({ sink: sink.name }, sink.lag)
          oldest.set({ sink: sink.name }, sink.oldestMs / 1000)
        }
      }
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
    close() {
      for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener as never)
      registry.clear()
    },
  }
}
