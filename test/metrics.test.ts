import { channel } from 'node:diagnostics_channel'
import t from 'tap'
import { createMetrics } from '../src/metrics.ts'

t.test('an attempt is timed once, and its events are counted by outcome', async t => {
  const stats = async () => ({ storeBytes: 0, sinks: [] })
  const metrics = createMetrics({ stats, logDropped: () => 0 })
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
  const metrics = createMetrics({ stats: async () => ({ spool, sinks: [] }), logDropped: () => 0 })
  t.teardown(metrics.close)
  const { body } = await metrics.scrape()
  t.match(body, /^reelay_spool_callbacks 12$/m)
  t.match(body, /^reelay_spool_bytes 40960$/m)
  t.match(body, /^reelay_spool_oldest_seconds 1.5$/m)

  const none = createMetrics({
    stats: async () => ({ storeBytes: 1, sinks: [] }),
    logDropped: () => 0,
  })
  t.teardown(none.close)
  t.notMatch((await none.scrape()).body, /reelay_spool/)
})
