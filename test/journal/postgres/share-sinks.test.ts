import fc from 'fast-check'
import t from 'tap'
import type { LeaseView } from '../../../src/journal/postgres/leases.ts'
import { shareSinks } from '../../../src/journal/postgres/share-sinks.ts'

/** Who has which sink; absent: nobody. */
type Owners = Map<string, string>
type Replicas = LeaseView['replicas']

const none: ReadonlySet<string> = new Set()

function viewOf(sinks: readonly string[], replicas: Replicas, owners: Owners): LeaseView {
  return {
    sinks: sinks.map(name => {
      const owner = owners.get(name) ?? null
      return { name, owner, token: 1, position: 0, free: owner === null }
    }),
    replicas,
  }
}

/** All decide from the same view, and act in turn: who comes first takes it. True if any did. */
function round(sinks: readonly string[], replicas: Replicas, owners: Owners): boolean {
  const view = viewOf(sinks, replicas, owners)
  let moved = false
  for (const { id } of replicas) {
    const { take, giveBack } = shareSinks(id, view, none)
    for (const sink of giveBack) {
      if (owners.get(sink) !== id) throw new Error(`${id} gives back ${sink}, which it has not`)
      owners.delete(sink)
      moved = true
    }
    for (const sink of take) {
      if (owners.has(sink)) throw new Error(`${sink} is taken twice`)
      owners.set(sink, id)
      moved = true
    }
  }
  return moved
}

const sinkNames = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7']
const ids = ['a', 'b', 'c', 'd', 'e']
const replicasOf = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...ids), sinks: fc.subarray(sinkNames) }),
  { selector: ({ id }) => id, minLength: 1 },
)
/** Where it begins: by sink, the index of one of those that can have it, or nobody. */
const beginning = fc.array(fc.option(fc.nat()), {
  minLength: sinkNames.length,
  maxLength: sinkNames.length,
})

function ableTo(sink: string, replicas: Replicas): string[] {
  return replicas.filter(({ sinks }) => sinks.includes(sink)).map(({ id }) => id)
}

t.test('from wherever it begins: an end, nobody left out, even shares', async t => {
  fc.assert(
    fc.property(replicasOf, beginning, (replicas, begin) => {
      const owners: Owners = new Map()
      for (const [index, sink] of sinkNames.entries()) {
        const able = ableTo(sink, replicas)
        const chosen = begin[index]
        if (chosen != null && able.length > 0) owners.set(sink, able[chosen % able.length]!)
      }
      let rounds = 0
      while (round(sinkNames, replicas, owners)) if (++rounds > 50) return false

      const count = (id: string): number =>
        [...owners.values()].filter(owner => owner === id).length
      for (const sink of sinkNames) {
        const able = ableTo(sink, replicas)
        if (able.length > 0 && !able.includes(owners.get(sink) ?? '')) return false
        // Nobody who can have it has two fewer: of equals, none has two more than another.
        if (able.some(id => count(id) < count(owners.get(sink)!) - 1)) return false
      }
      return true
    }),
    { numRuns: 2_000 },
  )
  t.pass()
})

t.test('four sinks among three, where one joins after the other', async t => {
  const replicas: Replicas = []
  const owners: Owners = new Map()
  const sinks = sinkNames.slice(0, 4)
  for (const id of ['a', 'b', 'c']) {
    replicas.push({ id, sinks })
    let rounds = 0
    while (round(sinks, replicas, owners)) rounds++
    t.ok(rounds <= 4, `${rounds} rounds`)
  }
  const counts = replicas.map(({ id }) => [...owners.values()].filter(each => each === id).length)
  t.same(counts.sort(), [1, 1, 2])
})

t.test('one sink at a time is given back, and none while another is free', async t => {
  const replicas = ['a', 'b'].map(id => ({ id, sinks: sinkNames }))
  const owners: Owners = new Map(sinkNames.map(sink => [sink, 'a']))
  const view = viewOf(sinkNames, replicas, owners)
  t.equal(shareSinks('a', view, none).giveBack.length, 1)
  owners.delete('s7')
  const after = viewOf(sinkNames, replicas, owners)
  t.same(shareSinks('a', after, none), { take: [], giveBack: [] })
  t.same(shareSinks('b', after, none), { take: ['s7'], giveBack: [] })
})

t.test("an overdue sink is anybody's who is configured with it", async t => {
  const replicas = [
    { id: 'a', sinks: ['s0'] },
    { id: 'b', sinks: ['s0'] },
    { id: 'c', sinks: [] },
  ]
  const view = viewOf(['s0'], replicas, new Map())
  const overdue = new Set(['s0'])
  t.same(shareSinks('b', view, none).take, [])
  t.same(shareSinks('b', view, overdue).take, ['s0'])
  t.same(shareSinks('c', view, overdue).take, [])
})

t.test('what belongs to one that is gone counts for nobody, and is not moved', async t => {
  const view = viewOf(['s0', 's1'], [{ id: 'a', sinks: ['s0', 's1'] }], new Map([['s0', 'dead']]))
  t.same(shareSinks('a', view, none), { take: ['s1'], giveBack: [] })
})
