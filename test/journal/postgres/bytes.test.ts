import { createHash } from 'node:crypto'
import pino from 'pino'
import t from 'tap'
import type { RawCallback } from '../../../src/domain/callback.ts'
import type { Reading } from '../../../src/domain/reading.ts'
import { identify } from '../../../src/journal/identify.ts'
import { createAppender } from '../../../src/journal/postgres/append.ts'
import { createReader } from '../../../src/journal/postgres/reader.ts'
import { openSql } from '../../postgres/open-session.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { callback, literalReading } from '../literal-reading.ts'
import { openReplica, settingsFor } from './open-journal.ts'

const deadline = 20_000

t.test('what comes is kept byte by byte', { skip: await postgresMissing() }, async t => {
  const { url } = await testDatabase(t)
  const sql = await openSql(t, url)
  const { database } = await openReplica(t, settingsFor(url))

  /** The requests as they are read out of the log again. */
  const read: RawCallback[] = []
  const keeping: Reading = {
    ...literalReading,
    parse(raw) {
      read.push(raw)
      return literalReading.parse(raw)
    },
  }
  const appender = createAppender(database, 'reelay', literalReading)
  const reader = createReader(database, 'reelay', keeping, pino({ level: 'silent' }))
  let number = 0

  /** Stores requests in one group; each has a subject of its own in its body. */
  async function store(...given: (Partial<RawCallback> & { content?: Buffer })[]) {
    const sent = given.map(({ content = Buffer.of(), ...more }) => {
      const body = Buffer.concat([Buffer.from(`RT${++number} a `), content])
      return { ...callback(`${number}`), body, ...more }
    })
    const group = sent.map(each => ({ identified: identify(literalReading, each), ageMs: 0 }))
    const { stored } = await appender.append(group, deadline)
    return { sent, ...stored[0]! }
  }

  async function roundTrip(...given: Parameters<typeof store>) {
    const { sent, after } = await store(...given)
    read.length = 0
    await reader.read('log', after, 500)
    return { sent, read: [...read] }
  }

  t.test('every byte there is, and none', async t => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const nothing = Buffer.of()
    const contents = [nothing, all, Buffer.from(all.toReversed()), nothing, Buffer.of(0), nothing]
    const { sent, read } = await roundTrip(...contents.map(content => ({ content })))
    t.equal(read.length, contents.length)
    for (const [index, raw] of read.entries()) t.same(raw.body, sent[index]!.body)
  })

  t.test('text that looks like something else', async t => {
    const texts = [
      '',
      'NULL',
      '{}',
      '{"a","b"}',
      'a,b',
      '"',
      '\\',
      "'; DROP TABLE callback; --",
      '\\x00',
      '\r\n\t',
      '\u00e9\u4e16\u{1f600}\ufeff\u200f',
      'e\u0301',
    ]
    const given = texts.map(text => ({
      publicUrl: `https://example.test/${text}`,
      target: text,
      headers: { 'content-type': text, [text || 'x-empty']: text, 'x-nul': `\u0000${text}` },
    }))
    const { sent, read } = await roundTrip(...given)
    t.same(
      read,
      sent.map(({ signedText, ...raw }) => raw),
    )
  })

  t.test('an empty body alone, of what fits no schema', async t => {
    const identified = identify(literalReading, { ...callback('empty'), body: Buffer.of() })
    const { receipts } = await appender.append([{ identified, ageMs: 0 }], deadline)
    t.match(receipts, [{ outcome: 'quarantined' }])
    t.same(await sql('SELECT length(body) FROM reelay.callback WHERE type IS NULL'), [
      { length: 0 },
    ])
  })

  t.test('500 bodies of 64 KiB in one group', async t => {
    const content = Buffer.alloc(64 * 1024 - 16)
    const given = Array.from({ length: 500 }, (_, index) => {
      const own = Buffer.from(content)
      own.writeUInt32LE((index * 0x9e37_79b1) % 0x1_0000_0000, index * 64)
      return { content: own }
    })
    const { sent, after } = await store(...given)
    const rows = await sql<{ md5: string }>(
      'SELECT md5(body) FROM reelay.callback WHERE position > $1 ORDER BY position',
      [after],
    )
    t.equal(rows.length, 500)
    const digests = sent.map(({ body }) => createHash('md5').update(body).digest('hex'))
    t.equal(rows.map(({ md5 }) => md5).join(), digests.join())
  })
})
