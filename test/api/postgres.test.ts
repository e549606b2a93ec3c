import t from 'tap'
import { postgresMissing } from '../postgres/postgres-missing.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { conformance } from './conformance.ts'

t.test('Postgres', { skip: await postgresMissing() }, async t => {
  conformance(t, async t => (await testDatabase(t)).url)
})
