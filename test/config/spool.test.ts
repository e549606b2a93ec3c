import { join } from 'node:path'
import t from 'tap'
import { inFile, load, mistakesOf } from './load.ts'

const postgres = {
  REELAY_STORE: 'postgres://localhost/reelay',
  REELAY_SINKS: 'https://sink.example',
}

t.test('a path, plain or as a sqlite: URL', async t => {
  const cases = {
    '/data/spool.db': '/data/spool.db',
    'sqlite:/data/spool.db': '/data/spool.db',
    'SQLite:///data/spool.db': '/data/spool.db',
    './a b#?%20.db': 'a b#?%20.db',
    'sqlite:x.db': 'x.db',
    './a:b': 'a:b',
  }
  for (const [text, path] of Object.entries(cases)) {
    const { settings, warnings, cwd } = load(t, { env: { ...postgres, REELAY_SPOOL: text } })
    t.equal(settings.spool, path.startsWith('/') ? path : join(cwd, path))
    t.strictSame(warnings, [])
  }
  t.notOk('spool' in load(t, { env: { ...postgres, REELAY_SPOOL: ' ' } }).settings)
})

t.test('in the file', async t => {
  const files = { 'conf/c.json': { store: postgres.REELAY_STORE, spool: 'spool.db' } }
  const env = { REELAY_SINKS: postgres.REELAY_SINKS, REELAY_CONFIG: 'conf/c.json' }
  const { settings, cwd } = load(t, { env, files })
  t.equal(settings.spool, join(cwd, 'conf/spool.db'))
  t.strictSame(mistakesOf(t, { files: { 'reelay.config.json': { spool: '' } } }), [
    `${inFile('/spool')} | must not be empty.`,
  ])
})

t.test('with a SQLite store it does nothing', async t => {
  const { settings, warnings } = load(t, { env: { REELAY_SPOOL: './spool.db' } })
  t.notOk('spool' in settings)
  t.strictSame(warnings, [
    'REELAY_SPOOL: does nothing: a spool takes callbacks while Postgres does not, and the store ' +
      'is SQLite. Remove it.',
  ])
})

t.test('mistakes', async t => {
  const example = 'Write it as in: ./data/spool.db'
  const ownFile = 'needs a file of its own: what is answered 2xx is on disk.'
  const cases = {
    './data/': 'names no file.',
    'sqlite:': 'names no file.',
    ':memory:': ownFile,
    'sqlite::memory:': ownFile,
    'file:x?mode=memory': ownFile,
    'sqlite://data/x.db': 'has two slashes before its path.',
    'postgres://u:pw@h/x': 'takes the path of a SQLite file.',
  }
  for (const [text, expected] of Object.entries(cases)) {
    for (const env of [postgres, {}]) {
      const mistakes = mistakesOf(t, { env: { ...env, REELAY_SPOOL: text } })
      t.strictSame(mistakes, [`REELAY_SPOOL | ${expected} ${example}`])
    }
  }
})

t.test('a store with a mistake of its own says nothing of the spool', async t => {
  const env = { REELAY_STORE: 'mysql://h/x', REELAY_SPOOL: './spool.db' }
  t.throws(() => load(t, { env }), { message: /^(?![\s\S]*does nothing)[\s\S]*REELAY_STORE/ })
})
