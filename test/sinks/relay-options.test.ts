import t from 'tap'
import { moduleOptions, relayOptions } from '../../src/sinks/relay-options.ts'

t.test('defaults', async t => {
  t.same(relayOptions({}), { timeoutMs: 30_000, retry: {} })
})

t.test('what is the relay’s and what is the module’s', async t => {
  const options = { batchSize: 5, timeout: 2.5, retry: { attempts: 3 }, topic: 'x' }
  t.same(relayOptions(options), { batchSize: 5, timeoutMs: 2500, retry: { attempts: 3 } })
  t.same(moduleOptions(options), { topic: 'x' })
})
