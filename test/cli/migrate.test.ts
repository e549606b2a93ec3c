import t from 'tap'
import { migrations } from '../../src/journal/postgres/migrations.ts'
import { postgresMissing } from '../postgres/postgres-missing.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { run } from './run.ts'

const skip = await postgresMissing()

t.test('makes the schema, once, and says so', { skip }, async t => {
  const { url, sql } = await testDatabase(t)
  const env = { REELAY_STORE: `${url}?schema=calls` }
  const made = `The schema calls went from version 0 to ${migrations.length}.\n`
  t.strictSame(await run(['migrate'], { env }), { code: 0, stdout: made, stderr: '' })
  const same = `The schema calls is up to date (${migrations.length}).\n`
  t.strictSame(await run(['migrate'], { env }), { code: 0, stdout: same, stderr: '' })
  t.match(await sql('SELECT version, program FROM calls.migration'), [{ version: 1 }])
})

t.test('a role that is not there', { skip }, async t => {
  const { url } = await testDatabase(t)
  const ran = await run(['migrate', '--grant', 'nobody"; DROP'], { env: { REELAY_STORE: url } })
  t.equal(ran.code, 69)
  t.match(ran.stderr, /role "nobody"; DROP" does not exist .*create the role first/)
})

t.test('SQLite needs none', async t => {
  const ran = await run(['migrate'], { cwd: t.testdir() })
  t.match(ran, { code: 0, stdout: /brought up to date when the service opens it/ })
})

t.test('a store that is wrong, and nothing else of the configuration counts', async t => {
  const env = { REELAY_STORE: 'postgres://u:secret@h', PORT: 'none' }
  const ran = await run(['migrate'], { env })
  t.equal(ran.code, 78)
  t.match(ran.stderr, /REELAY_STORE/)
  t.notMatch(ran.stderr, /secret|PORT/)
})

t.test('a server that is not there', async t => {
  const env = { REELAY_STORE: 'postgres://u:secret@127.0.0.1:1/db' }
  const ran = await run(['migrate'], { env })
  t.equal(ran.code, 69)
  t.match(ran.stderr, /Postgres \(db at 127\.0\.0\.1:1\) can't be reached/)
  t.notMatch(ran.stderr, /secret/)
})
