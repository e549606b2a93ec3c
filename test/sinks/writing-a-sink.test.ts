import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t, { type Test } from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import { checkSink } from '../../src/sinks/load.ts'
import { conformance } from './conformance.ts'
import { makeEvents } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'
import { startReceiver } from './receiver.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/writing-a-sink.md'), 'utf8')
const source = /```js\n(.*?)```/s.exec(page)?.[1] ?? ''

const moduleIn = (t: Test) => `module:${t.testdir({ 'bulk-sink.js': source })}/bulk-sink.js`

t.test('the example of the documentation conforms', async t => {
  conformance(
    t,
    async t => {
      const receiver = await startReceiver(t)
      const taken: CloudEvent[] = []
      const take = () =>
        receiver.answer((response, { body }) => {
          taken.push(...JSON.parse(body))
          response.end('{"rejected":[]}')
        })
      take()
      return {
        url: moduleIn(t),
        options: { endpoint: receiver.url },
        received: () => taken,
        fail() {
          receiver.answer(response => response.writeHead(500).end())
          return take
        },
        hang() {
          receiver.answer(() => {})
          return receiver.received()
        },
        // The global fetch keeps its connections; the sink has none of its own.
        open: () => 0,
      }
    },
    { hangs: true },
  )
})

t.test('it tells what was rejected, and what is final', async t => {
  const receiver = await startReceiver(t)
  const { sink } = await load(moduleIn(t), { endpoint: receiver.url, apiKey: 'k-1' })
  receiver.answer(response => response.end('{"rejected":[{"id":"x","reason":"unknown room"}]}'))
  t.same(await sink.deliver(makeEvents(2), contextOf()), {
    answer: '200',
    failed: [{ id: 'x', cause: 'unknown room', final: true }],
  })
  t.equal(receiver.requests[0]?.headers['x-api-key'], 'k-1')
  receiver.answer(response => response.writeHead(413).end())
  const thrown = await sink.deliver(makeEvents(2), contextOf()).catch(error => error)
  t.match(thrown, { message: 'batch too large', final: true })
})

t.test('it says what it needs', async t => {
  const mistakes = await checkSink(settingsOf(moduleIn(t)), { log: silent, baseDir: '/' })
  t.same(mistakes, ["/options: must have required property 'endpoint'"])
})
