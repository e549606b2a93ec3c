import { channel } from 'node:diagnostics_channel'
import t from 'tap'
import { createMetrics } from '../src/metrics.ts'

const rest = { logDropped: () => 0, ready: () => true, version: '1.2.3' }

t.test('an attempt is timed once, and its events are counted by outcome', async t => {
  const stats = async () => ({ storeBytes: 0, sinks: [] })
  const metrics = createMetrics({ stats, ...rest })
  t.teardown(metrics.close)
  const deliveries = channel('reelay:delivery')
  deliveries.publish({ sink: 'crm', ms: 20, done: 3, retry: 2, dead: 1 })
  deliveries.publish({ sink: 'crm', ms: 30, done: 1, retry: 0, dead: 0 })
  const { body } = await metrics.scrape()
  const lines = body
    .split('\n')
    .filter(line => /^reelay_deliver(y_seconds_(sum|count)|ies)/.test(line))
  t.strictSame(lines, [
    'reelay_deliveries_total{sink="crm",outcome="done"} 4',
    'reelay_deliveries_total{sink="crm",outcome="retry"} 2',
    'reelay_deliveries_total{sink="crm",outcome="dead"} 1',
    'reelay_delivery_seconds_sum{sink="crm"} 0.05',
    'reelay_delivery_seconds_count{sink="crm"} 2',
  ])
})

t.test('a spool is told of where there is one, also while the journal is away', async t => {
  const spool = { callbacks: 12, bytes: 40_960, oldestMs: 1_500 }
  const metrics = createMetrics({ stats: async () => ({ spool, sinks: [] }), ...rest })
  t.teardown(metrics.close)
  const { body } = await metrics.scrape()
  t.match(body, /^reelay_spool_callbacks 12$/m)
  t.match(body, /^reelay_spool_bytes 40960$/m)
  t.match(body, /^reelay_spool_oldest_seconds 1.5$/m)

  const none = createMetrics({
    stats: async () => ({ storeBytes: 1, sinks: [] }),
    ...rest,
  })
  t.teardown(none.close)
  t.notMatch((await none.scrape()).body, /reelay_spool/)
})

t.test(
  'what needs a hand is told: circuits, pauses, dead letters, what is quarantined',
  async t => {
    const crm = { name: 'crm', lag: 3, oldestMs: 90_000, dead: 2, paused: true }
    const stats = async () => ({
      quarantined: 4,
      stalled: 5,
      replays: 1,
      diskFreeBytes: 1e9,
      sinks: [crm],
    })
    const metrics = createMetrics({ stats, ...rest })
    t.teardown(metrics.close)
    const circuits = channel('reelay:circuit')
    circuits.publish({ sink: 'crm', open: true })
    const { body } = await metrics.scrape()
    for (const line of [
      'reelay_dead_letters{sink="crm"} 2',
      'reelay_sink_paused{sink="crm"} 1',
      'reelay_sink_circuit_open{sink="crm"} 1',
      'reelay_sink_oldest_seconds{sink="crm"} 90',
      'reelay_quarantined 4',
      'reelay_recordings_stalled 5',
      'reelay_replays_running 1',
      'reelay_disk_free_bytes 1000000000',
      'reelay_ready 1',
      'reelay_build_info{version="1.2.3"} 1',
    ]) {
      t.ok(body.includes(`\n${line}\n`), line)
    }
    circuits.publish({ sink: 'crm', open: false })
    t.match((await metrics.scrape()).body, /reelay_sink_circuit_open\{sink="crm"\} 0/)
  },
)
