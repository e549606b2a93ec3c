import { renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Receipt } from '../../../src/domain/journal.ts'
import { noSmallDisk, smallDisk } from '../../small-disk.ts'
import { callback } from '../literal-reading.ts'
import { openJournal } from './open-journal.ts'

const unmountable = noSmallDisk()
const onSmallDisk = unmountable === undefined ? {} : { skip: unmountable }
const filler = 'x'.repeat(60_000)

t.test('a full disk: refused, and taken again once there is room', onSmallDisk, async t => {
  const disk = smallDisk(t, '4m')
  const path = join(disk.folder, 'journal.db')
  const journal = await openJournal(t, path)
  const kept: Receipt[] = []
  let refused: unknown
  for (let index = 0; refused === undefined && index < 200; index++) {
    await journal.inbox.append(callback(`RT${index} a ${filler}`)).then(
      receipt => kept.push(receipt),
      error => {
        refused = error
      },
    )
  }
  t.match(refused, { name: 'Unstored', code: 'disk-full', message: /make room/ })
  t.equal(journal.told.failed.length, 1, 'told once')
  await t.rejects(journal.inbox.append(callback(`RTmore a ${filler}`)), { code: 'disk-full' })
  disk.remount('size=64m')
  t.match(await journal.inbox.append(callback('RTafter a')), { outcome: 'stored' })
  await journal.until(() => journal.told.recovered === 1)
  const stored = await readUpTo(journal, 'RTafter-a')
  t.same(stored, [...kept.map(({ id }) => id), 'RTafter-a'])
})

t.test('a read-only file system: recovers by itself, without traffic', onSmallDisk, async t => {
  const disk = smallDisk(t, '8m')
  const path = join(disk.folder, 'journal.db')
  const first = await openJournal(t, path)
  await first.inbox.append(callback('RT1 a'))
  await first.close()
  disk.remount('ro')
  await t.rejects(openJournal(t, path), { exitCode: 73, message: /can't be made|can't be opened/ })
  disk.remount('rw')
  const second = await openJournal(t, path)
  t.same(await readUpTo(second, 'RT1-a'), ['RT1-a'])
})

t.test('a file that was unlinked takes no rows that nobody will see', async t => {
  const path = join(t.testdir(), 'journal.db')
  const journal = await openJournal(t, path)
  await journal.inbox.append(callback('RT1 a'))
  rmSync(path)
  await t.rejects(journal.inbox.append(callback('RT2 a')), {
    code: 'replaced',
    message: /was removed/,
  })
  t.match(await journal.inbox.append(callback('RT3 a')), { outcome: 'stored' })
  t.equal(journal.told.recovered, 1)
  t.same(await readUpTo(journal, 'RT3-a'), ['RT3-a'], 'the reader moved on too')
})

t.test('an unlinked write-ahead log is noticed, and nothing stored is lost', async t => {
  const path = join(t.testdir(), 'journal.db')
  const journal = await openJournal(t, path)
  await journal.inbox.append(callback('RT1 a'))
  rmSync(`${path}-wal`)
  await t.rejects(journal.inbox.append(callback('RT2 a')), { code: 'replaced' })
  await journal.inbox.append(callback('RT3 a'))
  const stored = await readUpTo(journal, 'RT3-a')
  t.ok(stored.includes('RT1-a') && stored.includes('RT3-a'), stored.join())
})

t.test('a file replaced by another journal: goes on with that one', async t => {
  const path = join(t.testdir(), 'journal.db')
  const other = await openJournal(t, `${path}.other`)
  await other.inbox.append(callback('RTother a'))
  await other.close()
  const journal = await openJournal(t, path)
  await journal.inbox.append(callback('RT1 a'))
  renameSync(`${path}.other`, path)
  await t.rejects(journal.inbox.append(callback('RT2 a')), { message: /was replaced/ })
  await journal.inbox.append(callback('RT3 a'))
  t.same(await readUpTo(journal, 'RT3-a'), ['RTother-a', 'RT3-a'])
})

t.test('a file that can not be used: exit 73 and what to do', async t => {
  const path = join(t.testdir(), 'journal.db')
  writeFileSync(path, 'this is no database, whatever its name says'.repeat(100))
  await t.rejects(openJournal(t, path), { exitCode: 73, message: /corrupt.*restore a backup/s })
})

t.test('a damaged page is found at start', async t => {
  const path = join(t.testdir(), 'journal.db')
  const journal = await openJournal(t, path)
  for (let index = 0; index < 50; index++) {
    await journal.inbox.append(callback(`RT${index} a ${'x'.repeat(2000)}`))
  }
  await journal.close()
  truncateSync(path, 40_960)
  await t.rejects(openJournal(t, path), { exitCode: 73, message: /corrupt/ })
})

t.test('a newer journal, and a database of another program', async t => {
  const { DatabaseSync } = await import('node:sqlite')
  const path = join(t.testdir(), 'journal.db')
  await (await openJournal(t, path)).close()
  const newer = new DatabaseSync(path)
  newer.exec('PRAGMA user_version = 99')
  newer.close()
  await t.rejects(openJournal(t, path), { exitCode: 73, message: /newer Reelay/ })
  const foreign = new DatabaseSync(`${path}.foreign`)
  foreign.exec('CREATE TABLE other (id INTEGER)')
  foreign.close()
  await t.rejects(openJournal(t, `${path}.foreign`), { message: /of another program/ })
})

t.test('a second process is refused, and may come when the first is gone', async t => {
  const path = join(t.testdir(), 'journal.db')
  const first = await openJournal(t, path)
  await t.rejects(openJournal(t, path), { exitCode: 73, message: /in use by another Reelay/ })
  await first.close()
  t.match(await (await openJournal(t, path)).inbox.append(callback('RT1 a')), {
    outcome: 'stored',
  })
})

t.test('an append that waits too long is given up', async t => {
  const path = join(t.testdir(), 'journal.db')
  const { DatabaseSync } = await import('node:sqlite')
  const journal = await openJournal(t, path, { timeLimit: 100 })
  const intruder = new DatabaseSync(path)
  intruder.exec('BEGIN IMMEDIATE')
  t.teardown(() => intruder.close())
  await t.rejects(journal.inbox.append(callback('RT1 a')), { code: 'timeout' })
})

/** Reads until the last of these is there, and gives the ids of all. */
async function readUpTo(journal: Awaited<ReturnType<typeof openJournal>>, last: string) {
  const feed = journal.feed('reader')
  await feed.open('beginning')
  const ids: string[] = []
  let after = 0
  while (!ids.includes(last)) {
    const { events, upTo } = await feed.read(after, 1000)
    ids.push(...events.map(({ event }) => event.id))
    after = upTo
    await new Promise(resolve => setImmediate(resolve))
  }
  return ids
}
