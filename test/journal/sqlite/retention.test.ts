import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { nothingSettled, type RetentionSink } from '../../../src/domain/journal.ts'
import type { RetentionSettings } from '../../../src/domain/settings.ts'
import { retentionStep } from '../../../src/journal/sqlite/retention.ts'
import { openStore } from '../../../src/journal/sqlite/store.ts'
import { callback, literalReading } from '../literal-reading.ts'

const retention: RetentionSettings = { events: 30, quarantine: 90, deadLetters: 90, maxAge: 60 }

/** A store in this thread, with a clock that is set by hand; a "day" is one ms. */
function openAt(t: Test) {
  const clock = { now: 0 }
  const path = join(t.testdir(), 'journal.db')
  const store = openStore(path, literalReading, () => clock.now)
  const look = new DatabaseSync(path)
  t.teardown(() => {
    look.close()
    store.close()
  })
  const nothing = { appends: [], settlements: [], opens: [] }
  return {
    add(day: number, ...bodies: string[]): void {
      clock.now = day
      store.commit({ ...nothing, appends: bodies.map(body => callback(body)) })
    },
    open: (sink: string) => store.commit({ ...nothing, opens: [{ sink, from: 'beginning' }] }),
    settle(sink: string, position: number, dead: number[] = [], waiting: number[] = []): void {
      const settlement = {
        ...nothingSettled,
        position,
        park: waiting.map(each => ({ ...exception(each), retryInMs: 0 })),
        dead: dead.map(exception),
      }
      store.commit({ ...nothing, settlements: [{ sink, settlement, generation: 1, token: 0 }] })
    },
    /** Runs steps until nothing more is removed; counts. */
    retain(day: number, sinks: RetentionSink[], settings = retention) {
      const total = { removed: 0, forced: 0, steps: 0 }
      for (;;) {
        const step = store.upkeep(db => retentionStep(db, settings, sinks, day))
        if (step.removed + step.forced === 0) return total
        total.removed += step.removed
        total.forced += step.forced
        total.steps++
      }
    },
    ids: () =>
      look
        .prepare('SELECT id FROM callback ORDER BY position')
        .all()
        .map(row => row['id']),
    dead: () => look.prepare("SELECT sink, position, cause FROM parked WHERE state = 'dead'").all(),
    keys: () => look.prepare('SELECT count(*) AS n FROM identity').get()!['n'],
    bytes: () => Number(look.prepare('PRAGMA page_count').get()!['page_count']) * 4096,
  }
}

function exception(position: number) {
  return { position, subject: 'RT', attempts: 1, cause: 'broken' }
}

t.test('an event goes when all sinks are done with it and its time is over', async t => {
  const store = openAt(t)
  store.open('a')
  store.open('b')
  store.add(0, 'RT1 a', 'RT2 a')
  store.add(20, 'RT3 a')
  store.settle('a', 3)
  store.settle('b', 1)
  t.equal(store.retain(29, [{ name: 'a' }, { name: 'b' }]).removed, 0)
  t.equal(store.retain(40, [{ name: 'a' }, { name: 'b' }]).removed, 1)
  t.same(store.ids(), ['RT2-a', 'RT3-a'], 'b has still to get the second')
  t.equal(store.retain(40, [{ name: 'a' }]).removed, 1, 'a sink no longer configured holds nothing')
  t.same(store.ids(), ['RT3-a'])
  t.equal(store.keys(), 6, 'keys outlive the payload')
})

t.test('what is parked stays, dead letters and quarantined ones have their own times', async t => {
  const store = openAt(t)
  store.open('a')
  store.add(0, 'RT1 a', 'RT2 a', 'RT3 a', 'misfit')
  store.settle('a', 4, [2], [3])
  store.retain(40, [{ name: 'a' }])
  t.match(store.ids(), ['RT2-a', 'RT3-a', /^misfit/])
  store.retain(89, [{ name: 'a' }], { ...retention, maxAge: 1000 })
  t.equal(store.ids().length, 3)
  store.retain(95, [{ name: 'a' }], { ...retention, maxAge: 1000 })
  t.same(store.ids(), ['RT3-a'])
  t.same(store.dead(), [])
})

t.test('beyond maxAge what was never delivered becomes a dead letter', async t => {
  const store = openAt(t)
  store.open('a')
  store.add(0, 'RT1 a', 'RT2 b', 'RT3 a')
  store.add(50, 'RT4 a')
  store.settle('a', 1, [], [1])
  const count = store.retain(70, [{ name: 'a', types: ['test.a'] }])
  t.equal(count.forced, 2, 'the parked one and the one ahead that the sink wants')
  const cause = 'retention.forced'
  t.match(store.dead(), [
    { sink: 'a', position: 1, cause },
    { sink: 'a', position: 3, cause },
  ])
  t.same(store.ids(), ['RT1-a', 'RT3-a', 'RT4-a'], 'dead letters keep their payload')
})

t.test('beyond maxStoreBytes the oldest go first, delivered or not', async t => {
  const store = openAt(t)
  store.open('a')
  for (let index = 0; index < 40; index++) {
    store.add(
      index,
      ...Array.from({ length: 25 }, (_, n) => `RT${index}x${n} a ${'x'.repeat(900)}`),
    )
  }
  store.settle('a', 10)
  const sinks = [{ name: 'a' }]
  const count = store.retain(40, sinks, {
    ...retention,
    maxAge: 1000,
    events: 1000,
    maxStoreBytes: 500_000,
  })
  t.ok(count.removed >= 400 && count.removed < 1000, `${count.removed} removed`)
  t.equal(count.forced, count.removed - 10)
  t.ok(count.steps > 1, 'in steps')
  t.equal(store.ids().at(-1), 'RT39x24-a')
})

t.test('a large backlog goes in small steps', async t => {
  const store = openAt(t)
  store.open('a')
  store.add(0, ...Array.from({ length: 1000 }, (_, n) => `RT${n} a`))
  store.settle('a', 1000)
  const count = store.retain(40, [{ name: 'a' }])
  t.match(count, { removed: 1000, steps: 5 })
})

t.test('a row of a clock that was set back takes no younger one with it', async t => {
  const store = openAt(t)
  store.open('a')
  store.add(50, 'RT1 a', 'RT2 a')
  store.add(0, 'RT3 a')
  store.retain(70, [{ name: 'a' }])
  t.same(store.ids(), ['RT1-a', 'RT2-a', 'RT3-a'])
  t.same(store.dead(), [])
  store.settle('a', 3)
  store.retain(70, [{ name: 'a' }])
  t.same(store.ids().slice(0, 2), ['RT1-a', 'RT2-a'])
  store.retain(90, [{ name: 'a' }])
  t.same(store.ids(), [])
})
