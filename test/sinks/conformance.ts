import type { Test } from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import type { Log } from '../../src/domain/log.ts'
import type { Sink } from '../../src/domain/sink.ts'
import { checkSink } from '../../src/sinks/load.ts'
import { makeEvent, makeEvents } from './events.ts'
import { contextOf, load, settingsOf, silent } from './load-for-test.ts'

/** A receiver with all that the suite needs to know of it. Made anew for each test. */
export interface Harness {
  url: string
  options?: Record<string, unknown>
  log?: Log
  /** Every event that it has got, however often. */
  received(): CloudEvent[] | Promise<CloudEvent[]>
  /** From now on each delivery fails, until the returned function is called. */
  fail(): (() => void) | Promise<() => void>
  /** From now on deliveries hang; resolves when one does. */
  hang?(): Promise<unknown>
  /** How many connections or files of the sink are open. */
  open(): number | Promise<number>
}

/** What every sink owes the relay. `hangs`: its receiver can keep it waiting. */
export function conformance(
  t: Test,
  harness: (t: Test) => Promise<Harness>,
  { hangs }: { hangs: boolean },
): void {
  async function start(t: Test) {
    const receiver = await harness(t)
    const { url, options = {}, log = silent } = receiver
    const deps = { log, baseDir: t.testdirName, personalData: true }
    const { sink, batchSize } = await load(url, options, deps)
    t.teardown(() => sink.close())
    const context = (signal?: AbortSignal) => contextOf({ log, ...(signal && { signal }) })
    return { receiver, sink, batchSize, context, deps }
  }

  t.test('its settings fit and its schema is strict', async t => {
    const { receiver, deps, batchSize } = await start(t)
    const settings = settingsOf(receiver.url, receiver.options)
    t.same(await checkSink(settings, deps), [])
    t.ok(batchSize >= 1 && batchSize <= 1000)
    const unknown = { ...settings, options: { ...settings.options, nosuchoption: 1 } }
    t.match(await checkSink(unknown, deps), [/unknown option nosuchoption/])
  })

  t.test('one event, and a full batch, arrive unchanged', async t => {
    const { receiver, sink, batchSize, context } = await start(t)
    const one = makeEvents(1)
    const full = makeEvents(batchSize, 2)
    t.same(await failures(sink, one, context()), [])
    t.same(await failures(sink, full, context()), [])
    t.same(byId(await receiver.received()), byId([...one, ...full]))
  })

  t.test('what comes again is taken again', async t => {
    const { receiver, sink, context } = await start(t)
    const batch = makeEvents(2)
    t.same(await failures(sink, batch, context()), [])
    t.same(await failures(sink, batch, context()), [])
    const ids = (await receiver.received()).map(({ id }) => id)
    t.same(new Set(ids), new Set(batch.map(({ id }) => id)))
  })

  t.test('large events and any text arrive as they are', async t => {
    const { receiver, sink, context } = await start(t)
    const text = ' "\\\n\r\u0000\u0085\u2028\u2029 \u202e été 日本語 👩‍👩‍👧 <!-- %20 + & '
    const batch = [makeEvent(1, { room: { name: text } }), makeEvent(2, { extra: { x: text } })]
    batch.push(makeEvent(3, { extra: { Large: 'å'.repeat(32_768) } }))
    t.same(await failures(sink, batch, context()), [])
    t.same(byId(await receiver.received()), byId(batch))
  })

  t.test('deliveries side by side do not get mixed up', async t => {
    const { receiver, sink, context } = await start(t)
    const batches = Array.from({ length: 5 }, (_, i) => makeEvents(7, 1 + i * 7))
    const all = await Promise.all(batches.map(batch => failures(sink, batch, context())))
    t.same(all.flat(), [])
    t.same(byId(await receiver.received()), byId(batches.flat()))
  })

  t.test('a failure is told for each event, and passes', async t => {
    const { receiver, sink, context } = await start(t)
    const batch = makeEvents(3)
    const repair = await receiver.fail()
    const failed = await failures(sink, batch, context())
    t.same(failed.sort(), batch.map(({ id }) => id).sort())
    await repair()
    t.same(await failures(sink, batch, context()), [])
    const ids = (await receiver.received()).map(({ id }) => id)
    t.same(new Set(ids), new Set(batch.map(({ id }) => id)))
  })

  t.test('nothing is delivered once it was aborted', async t => {
    const { receiver, sink, context } = await start(t)
    const reason = new Error('too late')
    await t.rejects(sink.deliver(makeEvents(2), context(AbortSignal.abort(reason))), reason)
    t.same(await receiver.received(), [])
  })

  if (hangs) {
    t.test('an abort ends a delivery that hangs', async t => {
      const { receiver, sink, context } = await start(t)
      const hanging = receiver.hang?.()
      const abort = new AbortController()
      const delivery = failures(sink, makeEvents(3), context(abort.signal))
      await hanging
      abort.abort()
      t.equal((await delivery).length, 3)
    })
  }

  t.test('close leaves nothing open, and may be called again', async t => {
    const { receiver, sink, context } = await start(t)
    await sink.deliver(makeEvents(5), context())
    await sink.close()
    await sink.close()
    t.equal(await receiver.open(), 0)
  })

  t.test('one that was never used closes as well', async t => {
    const { receiver, sink } = await start(t)
    await sink.close()
    t.equal(await receiver.open(), 0)
    t.same(await receiver.received(), [])
  })
}

/** The ids of what was not delivered, whichever way the sink says so. Each must have a cause. */
async function failures(
  sink: Sink,
  batch: readonly CloudEvent[],
  context: ReturnType<typeof contextOf>,
): Promise<string[]> {
  try {
    const { failed = [] } = (await sink.deliver(batch, context)) ?? {}
    return failed.map(({ id, cause }) => (cause === '' ? 'no cause' : id))
  } catch (error) {
    if (!(error instanceof Error)) return ['no error was thrown']
    return batch.map(({ id }) => id)
  }
}

function byId(events: readonly CloudEvent[]): CloudEvent[] {
  return events.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
