import t from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import type { Sink } from '../../src/domain/sink.ts'
import { attemptDelivery } from '../../src/relay/attempt-delivery.ts'
import { createManualClock } from './manual-clock.ts'
import { createRecordingLog } from './recording-log.ts'

function setup(deliver: Sink['deliver']) {
  const clock = createManualClock()
  const interrupt = new AbortController()
  const begin = () =>
    attemptDelivery({
      sink: { deliver, close() {} },
      batch: [{ id: 'RT1-1' } as CloudEvent],
      attempt: 1,
      timeoutMs: 5_000,
      graceMs: 1_000,
      interrupt: interrupt.signal,
      log: createRecordingLog(),
      clock,
    })
  return { clock, interrupt, begin }
}

t.test('tells how long it took, and leaves no timer behind', async t => {
  const gate = Promise.withResolvers<void>()
  const { clock, begin } = setup(() => gate.promise)
  const attempt = begin()
  await clock.advance(40)
  gate.resolve()
  t.match(await attempt, { kind: 'ended', ms: 40, answer: 'ok' })
  t.equal(clock.pending(), 0)
})

t.test('makes no attempt once the service can not wait', async t => {
  let called = false
  const { interrupt, begin } = setup(async () => {
    called = true
  })
  interrupt.abort()
  t.strictSame(await begin(), { kind: 'interrupted' })
  t.notOk(called)
})

t.test('a stop during the grace of a timeout changes nothing', async t => {
  const reasons: unknown[] = []
  const { clock, interrupt, begin } = setup((_, { signal }) => {
    signal.addEventListener('abort', () => reasons.push(signal.reason.name))
    return new Promise(() => {})
  })
  const attempt = begin()
  await clock.advance(5_500)
  interrupt.abort()
  await clock.advance(500)
  t.match(await attempt, { kind: 'ended', ms: 6_000, answer: 'timeout' })
  t.strictSame(reasons, ['TimeoutError'])
})

t.test('a report after the stop counts as far as it is good news', async t => {
  const reports = [
    [undefined, { kind: 'stopped', answer: 'ok' }],
    [{ failed: [{ id: 'RT1-1', cause: 'aborted' }] }, { kind: 'interrupted' }],
    ['garbage', { kind: 'interrupted' }],
  ] as const
  for (const [report, expected] of reports) {
    const { interrupt, begin } = setup(
      (_, { signal }) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve(report as undefined))
        }),
    )
    const attempt = begin()
    interrupt.abort()
    t.match(await attempt, expected)
  }
})

t.test('a rejection after a sink was abandoned is caught', async t => {
  const gate = Promise.withResolvers<void>()
  const { clock, begin } = setup(() => gate.promise)
  const attempt = begin()
  await clock.advance(6_000)
  t.match(await attempt, { answer: 'timeout' })
  gate.reject(new Error('too late'))
  await clock.quiet()
  t.equal(clock.pending(), 0)
})
