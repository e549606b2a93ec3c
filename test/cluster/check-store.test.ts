import t from 'tap'
import { checkSink, checkStored } from './check-store.ts'

const stored = [
  { position: 1, id: 'a-started', subject: 'a' },
  { position: 3, id: 'a-completed', subject: 'a' },
  { position: 2, id: 'b-started', subject: 'b' },
]
const came = (...ids: string[]) => checkSink('sink', stored, ids.map(arrival))
const arrival = (id: string) => ({ id, at: 0 })

t.test('what is acknowledged is stored, and nothing twice', async t => {
  t.same(checkStored(['a-started'], stored), [])
  t.match(checkStored(['c-started'], stored), [/c-started .* not in the store/])
  t.match(checkStored([], [...stored, { ...stored[0]!, position: 4 }]), [/a-started .* 2 times/])
})

t.test('first arrivals are in the order of their subject, repeats are free', async t => {
  t.same(came('b-started', 'a-started', 'a-completed'), [])
  t.same(came('a-started', 'a-completed', 'a-started', 'b-started'), [])
  t.match(came('a-completed', 'b-started', 'a-started', 'a-completed'), [
    /a-completed, at 3, came to sink before a-started, at 1/,
  ])
})

t.test('everything stored arrives, and nothing else', async t => {
  t.match(came('a-started', 'a-completed'), [/b-started, at 2, never came/])
  t.match(came('a-started', 'a-completed', 'b-started', 'c'), [/c came .* not in the store/])
})
