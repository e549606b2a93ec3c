import fc from 'fast-check'
import t from 'tap'
import type { CloudEvent } from '../../src/domain/event.ts'
import { createHarness, positionOf, stop } from './harness.ts'
import { createManualClock } from './manual-clock.ts'
import { createMemoryJournal } from './memory-feed.ts'

/** How a sink may treat a batch, or the journal a settlement. */
const treatments = ['take', 'take', 'take', 'part', 'final', 'throw', 'garbage', 'hang'] as const

const run = fc.record({
  subjects: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  treatments: fc.array(fc.constantFrom(...treatments), { maxLength: 60 }),
  /** How many batches each process lives to see, and how it ends. */
  lives: fc.array(fc.tuple(fc.nat(8), fc.boolean()), { maxLength: 4 }),
  /** What chance says, each time. */
  chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  /** Which settlements fail, and whether they were written all the same. */
  settling: fc.array(fc.constantFrom('well', 'well', 'not', 'written'), { maxLength: 30 }),
})

t.test('whatever fails, every event is delivered or dead, in order by subject', async t => {
  await fc.assert(
    fc.asyncProperty(run, async ({ subjects, batchSize, treatments, lives, settling, chance }) => {
      const clock = createManualClock()
      const journal = createMemoryJournal(clock)
      for (const subject of subjects) journal.append(`RT${subject}`)
      /** Positions that the sink has got, or that were given up. */
      const done = new Set<number>()
      const problems: string[] = []

      const check = (batch: readonly CloudEvent[]) => {
        if (new Set(batch.map(event => event.subject)).size < batch.length) problems.push('twice')
        for (const event of batch) {
          for (let at = 1; at < positionOf(event); at++) {
            const earlier = `RT${subjects[at - 1]}` === event.subject
            if (earlier && !done.has(at)) problems.push(`${event.id} before ${at}`)
          }
        }
      }

      const treat = (batch: readonly CloudEvent[]): unknown => {
        const how = treatments.shift() ?? 'take'
        if (how === 'throw') throw new Error('down')
        if (how === 'garbage') return { failed: [{ id: 'nobody', cause: 'x' }] }
        if (how === 'hang') return new Promise(() => {})
        const failed = batch.filter((_, at) => how !== 'take' && at % 2 === 0)
        for (const event of batch) if (!failed.includes(event)) done.add(positionOf(event))
        return { failed: failed.map(({ id }) => ({ id, cause: 'no', final: how === 'final' })) }
      }

      const live = async (batches: number, kill: boolean) => {
        const harness = createHarness({
          journal,
          clock,
          batchSize,
          retry: { attempts: 4, jitter: 0.5 },
          random: () => chance,
        })
        let left = batches
        harness.feed.before.settle = () => {
          if (settling[0] === 'not' && settling.shift()) throw new Error('disk')
        }
        harness.feed.settled = () => {
          if (settling.shift() === 'written') throw new Error('disk')
        }
        harness.state.deliver = batch => {
          check(batch)
          if (left-- === 0 && kill) harness.feed.kill()
          try {
            return treat(batch)
          } finally {
            if (left < 0) void harness.drain.stop()
          }
        }
        harness.log.error = facts => {
          const { event, id } = facts as { event: string; id: string }
          if (event === 'delivery.dead') done.add(positionOf({ id }))
        }
        await harness.drain.start()
        await clock.quiet()
        const over = () => {
          const { position, rows } = journal.place('test')
          const waiting = [...rows.values()].filter(({ state }) => state === 'waiting')
          return position === subjects.length && waiting.length === 0
        }
        while (left >= 0 && !over() && (await clock.next())) {}
        await stop(harness)
        return over()
      }

      for (const [batches, kill] of lives) await live(batches, kill)
      const over = await live(Number.POSITIVE_INFINITY, false)
      t.strictSame(problems, [])
      t.ok(over, 'nothing waits')
      t.equal(done.size, subjects.length)
      t.equal(clock.pending(), 0)
    }),
    { numRuns: 200 },
  )
})
