import { once } from 'node:events'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { freePort } from './free-port.ts'
import { postgresMissing } from './postgres-missing.ts'
import { serverUrl } from './server-url.ts'
import { sqlClient } from './sql-client.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

const missing = await postgresMissing()

t.test('a database for one test, gone with it', { skip: missing }, async t => {
  let used: TestDatabase | undefined
  let ended: Promise<unknown> | undefined
  await t.test('the test', async t => {
    const database = await testDatabase(t)
    used = database
    await database.sql('CREATE TABLE seen (position bigint, at timestamptz)')
    await database.sql('INSERT INTO seen VALUES ($1, now())', [7])
    t.match(await database.sql('SELECT * FROM seen'), [{ position: 7, at: Date }])
    t.match(database.url, new RegExp(`/${database.name}$`))
    await t.rejects(database.sql('SELECT nothing FROM nowhere'), { code: '42P01' })

    const user = new Client({ connectionString: database.url })
    ended = once(user, 'error')
    user.on('error', () => {})
    await user.connect()
  })
  t.match(await ended, [{ code: '57P01' }], 'who still used it was sent away')
  const named = 'SELECT datname FROM pg_database WHERE datname = $1'
  t.same(await sqlClient(serverUrl())(named, [used!.name]), [])
})

t.test('a server that is not there: a reason, and in CI an error', async t => {
  const nobody = `postgres://somebody:secret@127.0.0.1:${await freePort()}`
  setVariable(t, 'REELAY_TEST_POSTGRES', nobody)
  setVariable(t, 'CI', '')
  t.match(await postgresMissing(), /^no Postgres at postgres:\/\/somebody@127.* \(ECONNREFUSED\)$/)
  setVariable(t, 'CI', 'true')
  await t.rejects(postgresMissing(), /in CI it has to be there/)
})

function setVariable(t: Test, name: string, value: string): void {
  const before = process.env[name]
  t.teardown(() => {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  })
  process.env[name] = value
}
