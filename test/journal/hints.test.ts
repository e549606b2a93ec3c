import t from 'tap'
import { createHints } from '../../src/journal/hints.ts'
import type { StoredHint } from '../../src/journal/protocol.ts'

/** A group of events at these positions, after a position. */
function group(after: number, ...positions: number[]) {
  const appended = positions.map(position => {
    const event = {
      id: `RT${position}-a`,
      type: 'test.a',
      source: '/accounts/ACtest',
      subject: `RT${position}`,
      dataschema: 'urn:test',
      data: {},
    }
    return { position, event }
  })
  return { appended, after, upTo: positions.at(-1) ?? after, receivedAt: 1_700_000_000_000 }
}

/** Hints that were sent, and the next one. */
function listen() {
  const sent: StoredHint[] = []
  let notify = (): void => {}
  const hints = createHints(hint => {
    sent.push(hint)
    notify()
  })
  const nth = async (count: number): Promise<StoredHint> => {
    while (sent.length < count) {
      await new Promise<void>(resolve => {
        notify = resolve
      })
    }
    return sent[count - 1]!
  }
  return { hints, sent, nth }
}

t.test('what was stored goes along, gathered while hints are held back', async t => {
  const { hints, nth } = listen()
  hints.reopened(1)
  hints.committed(group(7, 8, 9), 1)
  hints.committed(group(9, 10), 1)
  t.match(await nth(1), { kind: 'hint', generation: 1, recent: undefined })
  t.match(await nth(2), { recent: { after: 7, upTo: 10, events: [[8], [9], [10]] } })
  hints.close()
})

t.test('where another replica stores in between, hints come without events', async t => {
  const { hints, nth } = listen()
  hints.committed(group(0, 1), 1)
  hints.committed(group(5, 6), 1)
  hints.committed(group(6, 7), 1)
  const first = await nth(1)
  t.equal(first.recent, undefined, 'the first one tells that the log was opened')
  t.equal((await nth(2)).recent, undefined)
  hints.close()
})

t.test('a group that added nothing gives no hint', async t => {
  const { hints, sent } = listen()
  hints.reopened(1)
  hints.committed(group(3), 1)
  t.equal(sent.length, 1)
  hints.close()
})
