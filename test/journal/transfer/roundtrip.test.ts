import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { fillStore } from '../../../src/cli/fill-store.ts'
import { inventedRooms } from '../../../src/cli/invented-rooms.ts'
import type { StoreSettings } from '../../../src/domain/settings.ts'
import { run } from '../../cli/run.ts'
import { postgresMissing } from '../../postgres/postgres-missing.ts'
import { testDatabase } from '../../postgres/test-database.ts'
import { settingsFor } from '../postgres/open-journal.ts'

/** Journals are named as REELAY_STORE does. */
function transfer(cwd: string) {
  const file = (name: string): string => join(cwd, name)
  return {
    file,
    lines: (name: string) => readFileSync(file(name), 'utf8').trimEnd().split('\n'),
    write: (name: string, lines: readonly string[]) =>
      writeFileSync(file(name), `${lines.join('\n')}\n`),
    export: (store: string, to: string) =>
      run(['export', '--output', to], { cwd, env: { REELAY_STORE: store } }),
    import: (store: string, from: string, ...more: string[]) =>
      run(['import', '--input', from, ...more], { cwd, env: { REELAY_STORE: store } }),
  }
}

async function fill(settings: StoreSettings, count = 1_200): Promise<void> {
  const callbacks = inventedRooms(count, { until: Date.now() - 60_000, days: 3 })
  await fillStore(settings, callbacks, () => {})
}

/** Everything but what is of one export only. */
function content(lines: readonly string[]): unknown[] {
  return lines.slice(1).map(line => JSON.parse(line))
}

async function filled(t: Test) {
  const cwd = t.testdir()
  await fill({ engine: 'sqlite', path: join(cwd, 'a.db') })
  const journals = transfer(cwd)
  t.equal((await journals.export('sqlite:./a.db', 'a.ndjson')).code, 0)
  return journals
}

t.test('what went in comes out: SQLite to SQLite', async t => {
  const journals = await filled(t)
  const imported = await journals.import('sqlite:./b.db', 'a.ndjson')
  t.equal(imported.code, 0, imported.stderr)
  t.match(imported.stderr, /^[\d,]+ callbacks added\.$/m)
  t.equal((await journals.export('sqlite:./b.db', 'b.ndjson')).code, 0)
  t.same(content(journals.lines('b.ndjson')), content(journals.lines('a.ndjson')))
  const again = await journals.import('sqlite:./b.db', 'a.ndjson')
  t.equal(again.code, 0)
  t.match(again.stderr, /nothing was changed/)
})

t.test(
  'there and back: SQLite to Postgres to SQLite',
  { skip: await postgresMissing() },
  async t => {
    const journals = await filled(t)
    const { url } = await testDatabase(t)
    const there = await journals.import(url, 'a.ndjson')
    t.equal(there.code, 0, there.stderr)
    t.equal((await journals.import(url, 'a.ndjson')).code, 0, 'twice is once')
    t.equal((await journals.export(url, 'p.ndjson')).code, 0)
    const back = await journals.import('sqlite:./c.db', 'p.ndjson')
    t.equal(back.code, 0, back.stderr)
    t.equal((await journals.export('sqlite:./c.db', 'c.ndjson')).code, 0)
    t.same(content(journals.lines('c.ndjson')), content(journals.lines('p.ndjson')))
    const bodies = (name: string) =>
      content(journals.lines(name)).filter(line => (line as { kind: string }).kind === 'callback')
    t.same(bodies('c.ndjson'), bodies('a.ndjson'), 'callbacks byte for byte')
  },
)

t.test('a merge adds what is not there, and doubles nothing', async t => {
  for (const engine of ['sqlite', 'postgres'] as const) {
    const skip = engine === 'postgres' && (await postgresMissing())
    await t.test(engine, { skip }, async t => {
      const journals = await filled(t)
      const store = engine === 'sqlite' ? 'sqlite:./m.db' : (await testDatabase(t)).url
      const settings: StoreSettings =
        engine === 'sqlite' ? { engine, path: journals.file('m.db') } : settingsFor(store)
      await fill(settings, 300)
      const refused = await journals.import(store, 'a.ndjson')
      t.equal(refused.code, 73)
      t.match(refused.stderr, /--merge/)
      const merged = await journals.import(store, 'a.ndjson', '--merge')
      t.equal(merged.code, 0, merged.stderr)
      const all = (name: string) =>
        content(journals.lines(name)).filter(line => (line as { kind: string }).kind === 'callback')
      await journals.export(store, 'm1.ndjson')
      const again = await journals.import(store, 'a.ndjson', '--merge')
      t.match(again.stderr, /^0 callbacks added, [\d,]+ more were there/m)
      await journals.export(store, 'm2.ndjson')
      t.equal(all('m2.ndjson').length, all('m1.ndjson').length)
      t.ok(all('m1.ndjson').length > all('a.ndjson').length)
    })
  }
})

t.test('a file that was cut off is read in as far as it goes, and later the rest', async t => {
  const journals = await filled(t)
  const lines = journals.lines('a.ndjson')
  journals.write('cut.ndjson', lines.slice(0, 700))
  writeFileSync(journals.file('cut.ndjson'), lines[700]!.slice(0, 50), { flag: 'a' })
  const part = await journals.import('sqlite:./b.db', 'cut.ndjson')
  t.equal(part.code, 1)
  t.match(part.stderr, /cut off/)
  const rest = await journals.import('sqlite:./b.db', 'a.ndjson')
  t.equal(rest.code, 0, rest.stderr)
  await journals.export('sqlite:./b.db', 'b.ndjson')
  t.same(content(journals.lines('b.ndjson')), content(lines))
})

t.test('where a line is wrong nothing is changed', async t => {
  const journals = await filled(t)
  const lines = journals.lines('a.ndjson')
  const wrong: Record<string, string[]> = {
    'no JSON': [...lines.slice(0, 500), '{', ...lines.slice(500)],
    'a line lost': lines.toSpliced(400, 1),
    'a line doubled': lines.toSpliced(400, 0, lines[400]!),
    'another first line': lines.slice(1),
    'a second first line': [lines[0]!, ...lines],
    'behind the end': [...lines, lines[400]!],
    'another kind': lines.with(400, '{"kind":"secret"}'),
    'no key': lines.with(400, lines[400]!.replace(/"textKey":"../, '"textKey":"zz')),
    'a position beyond': lines.with(400, lines[400]!.replace(/"position":\d+/, '"position":9e15')),
    empty: [],
  }
  for (const [name, text] of Object.entries(wrong)) {
    journals.write('wrong.ndjson', text)
    const { code, stderr } = await journals.import('sqlite:./w.db', 'wrong.ndjson')
    t.equal(code, 1, `${name}: ${stderr}`)
  }
  const right = await journals.import('sqlite:./w.db', 'a.ndjson')
  t.equal(right.code, 0, `it is empty still: ${right.stderr}`)
  const none = await journals.import('sqlite:./n.db', 'not-there.ndjson')
  t.equal(none.code, 1)
  t.match(none.stderr, /not-there/)
})

t.test('nothing is written over what is there', async t => {
  const journals = await filled(t)
  const { code, stderr } = await journals.export('sqlite:./a.db', 'a.ndjson')
  t.equal(code, 73)
  t.match(stderr, /already/)
  const backUp = (to: string) =>
    run(['backup', to], { cwd: journals.file('.'), env: { REELAY_STORE: 'sqlite:./a.db' } })
  t.equal((await backUp('copy.db')).code, 0)
  t.equal((await backUp('copy.db')).code, 73)
  t.equal((await backUp('no/such/folder/copy.db')).code, 73)
  t.equal((await backUp('a.db')).code, 73)
})
