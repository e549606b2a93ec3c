import t from 'tap'
import { openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { literalReading } from '../literal-reading.ts'
import { arrivals } from './arrivals.ts'
import { openReplica, settingsFor } from './open-journal.ts'

const deadline = 10_000
const stored = { outcome: 'stored' }
const same = { outcome: 'duplicate', differs: false }
const other = { outcome: 'duplicate', differs: true }

const uuid = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const textKey = (text: string): string => uuid(literalReading.signedTextKey(text))
const idKey = (id: string): string => uuid(literalReading.eventIdKey(id))

t.test('what is a duplicate', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)

  /** Callbacks into a schema of a test's own, and what its keys point to. */
  async function open(schema: string) {
    const { appender } = await openReplica(t, settingsFor(url, { schema }))
    return {
      append: async (...given: Parameters<typeof arrivals>) =>
        (await appender.append(arrivals(...given), deadline)).receipts,
      ids: async () =>
        (await sql<{ id: string }>(`SELECT id FROM ${schema}.callback ORDER BY position`)).map(
          ({ id }) => id,
        ),
      /** The id of the row that a key leads to; undefined where there is no such key. */
      async holder(key: string): Promise<string | null | undefined> {
        const text = `SELECT id FROM ${schema}.identity AS i
          LEFT JOIN ${schema}.callback AS c ON c.position = i.position WHERE key = $1`
        return (await sql<{ id: string | null }>(text, [key]))[0]?.id
      },
      forget: (id: string) => sql(`DELETE FROM ${schema}.callback WHERE id = $1`, [id]),
    }
  }

  t.test('one key, the other, both or none was there before', async t => {
    const { append, ids, holder } = await open('keys')
    t.match(await append(['RT1 a one', 'first']), [stored])
    t.match(await append(['RT1 a one', 'first']), [same], 'both: 0')
    t.match(await append(['RT1 a one', 'second']), [same], 'the id alone: 2')
    t.match(await append(['RT1 a two', 'third']), [other], 'the id alone: 2')
    t.match(await append(['RT2 a', 'first']), [same], 'the text alone: 3')
    t.match(await append(['misfit', 'first']), [same], 'the text, which is all a misfit has')
    t.same(await ids(), ['RT1-a'])
    for (const text of ['first', 'second', 'third']) {
      t.equal(await holder(textKey(text)), 'RT1-a', `${text} leads to the one that is kept`)
    }
    t.equal(await holder(idKey('RT2-a')), undefined, 'taken back: nothing is stored under it')
    t.match(await append(['misfit', 'second'], ['RT3 a', 'third']), [same, same])
    t.match(await append(['RT2 a', 'fourth']), [stored], 'so that it can come')
    t.equal(await holder(idKey('RT2-a')), 'RT2-a')
    t.match(await append('misfit', 'misfit'), [{ outcome: 'quarantined' }, same])
    t.match(await append(['RT4 a', 'misfit']), [same])
    t.equal(await holder(idKey('RT4-a')), undefined)
  })

  t.test('all of it at once, in one group', async t => {
    const { append, ids, holder } = await open('mixed')
    await append(['RT1 a', 'one'], ['RT2 a', 'two'])
    const receipts = await append(
      ['RT3 a', 'three'],
      ['RT1 a', 'one'], // 0
      ['RT2 a x', 'two again'], // 2
      ['RT4 a', 'one'], // 3
      ['RT1 a', 'one again'], // 2
      ['misfit', 'misfit'],
    )
    t.match(receipts, [stored, same, other, same, same, { outcome: 'quarantined' }])
    t.same((await ids()).length, 4)
    t.equal(await holder(textKey('two again')), 'RT2-a')
    t.equal(await holder(textKey('one again')), 'RT1-a')
    t.equal(await holder(idKey('RT4-a')), undefined)
  })

  t.test('within one group the first one wins', async t => {
    const { append, ids, holder } = await open('within')
    const receipts = await append(
      ['RT1 a', 'one'],
      ['RT1 a', 'one'],
      ['RT1 a x', 'two'],
      ['RT2 a', 'one'],
      ['RT2 a', 'three'],
      ['RT1 a y', 'two'],
      ['RT2 a', 'two'],
      ['RT1 a', 'four'],
    )
    const expected = [stored, same, other, same, stored, same, same, same]
    t.match(receipts, expected)
    t.same(await ids(), ['RT1-a', 'RT2-a'])
    t.equal(await holder(textKey('two')), 'RT1-a')
  })

  t.test('after the payload is gone', async t => {
    const { append, ids, forget } = await open('gone')
    await append(['RT1 a one', 'first'], 'RT2 a')
    await forget('RT1-a')
    t.match(await append(['RT1 a one', 'first']), [same])
    t.match(await append(['RT1 a two', 'second']), [same], 'nothing is left to compare with')
    t.match(await append(['RT1 a three', 'second']), [same])
    t.match(await append(['RT3 a', 'first']), [same])
    t.same(await ids(), ['RT2-a'])
  })

  t.test('replicas that get the same, in opposite orders', async t => {
    const settings = settingsFor(url, { schema: 'race' })
    const replicas = await Promise.all([1, 2, 3].map(() => openReplica(t, settings)))
    for (let round = 0; round < 12; round++) {
      const ids = Array.from({ length: 30 }, (_, at) => `RT${round}x${at}`)
      const groups = await Promise.all(
        replicas.map(({ appender }, who) => {
          const own = who === 1 ? ids.toReversed() : who === 2 ? ids.toSorted() : ids
          // One half as the very same callback, the other as one with another signed text.
          const given = own.map((id, at): [string, string] => {
            return [`${id} a`, Number(id.split('x')[1]) % 2 ? `${id} text` : `${id} ${who} ${at}`]
          })
          const parts = [given.slice(0, 11), given.slice(11)].map(part => arrivals(...part))
          return Promise.all(parts.map(part => appender.append(part, deadline)))
        }),
      )
      const won = groups
        .flat()
        .flatMap(({ receipts }) => receipts)
        .filter(({ outcome }) => outcome === 'stored')
      t.same(won.map(({ id }) => id).sort(), ids.map(id => `${id}-a`).sort(), 'each stored once')
    }
    const [count] = await sql('SELECT count(*), count(DISTINCT id) AS ids FROM race.callback')
    t.same(count, { count: 360, ids: 360 })
    const [server] = await sql(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    )
    t.same(server, { deadlocks: 0 })
  })
})
