import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import t from 'tap'
import { generateConfiguration } from '../../scripts/generate-configuration.ts'
import { postgresParameters } from '../../src/config/postgres-url.ts'
import { validateConfig } from '../../src/config/validate-config.ts'
import { variableNames } from '../../src/config/variables.ts'
import { load, mistakesOf, publicUrl, token } from './load.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

t.test('reelay.config.example.json fits the schema', async t => {
  t.strictSame(validateConfig(JSON.parse(read('reelay.config.example.json'))), [])
})

t.test('.env.example works once its token is filled in, commented lines included', async t => {
  const env = parseEnv(read('.env.example').replaceAll(/^#(?=[A-Z])/gm, ''))
  t.match(mistakesOf(t, { env }), [/^TWILIO_AUTH_TOKEN \| is a placeholder/])
  const { settings, warnings } = load(t, { env: { ...env, TWILIO_AUTH_TOKEN: token } })
  t.match(settings, { store: { engine: 'postgres', tls: {} }, spool: '/data/spool.db' })
  t.match(warnings, [/^REELAY_SINKS \(sink 1\): with several/, /^REELAY_SINKS \(sink 2\): with/])
  const sqlite = { ...env, REELAY_STORE: 'sqlite:/data/reelay.db', REELAY_SPOOL: undefined }
  t.ok(read('.env.example').includes(`#REELAY_STORE=${sqlite.REELAY_STORE}`))
  t.strictSame(load(t, { env: { ...sqlite, TWILIO_AUTH_TOKEN: token } }).warnings, [])
})

t.test('docs/configuration.md is what its generator makes', async t => {
  t.strictSame(await generateConfiguration(), {
    'docs/configuration.md': read('docs/configuration.md'),
  })
})

t.test('docs/configuration.md names every variable, and its own examples work', async t => {
  const docs = read('docs/configuration.md')
  for (const name of variableNames) t.ok(docs.includes(`\`${name}\``), name)
  const [, retention = ''] = /REELAY_RETENTION="(.*)"/.exec(docs) ?? []
  const env = { REELAY_RETENTION: retention, REELAY_PUBLIC_URL: publicUrl }
  t.match(load(t, { env }).settings.retention, { events: 604_800_000, maxStoreBytes: 1e10 })
  const [, store = '', spool = ''] = /REELAY_STORE="(.*)"\nREELAY_SPOOL=(.*)/.exec(docs) ?? []
  const files = { 'db.txt': 'orchard' }
  const REELAY_STORE = store.replace('/run/secrets/reelay_db', 'db.txt')
  const { settings } = load(t, { env: { REELAY_STORE, REELAY_SPOOL: spool }, files })
  t.match(settings, { store: { engine: 'postgres', user: 'reelay' }, spool: '/data/spool.db' })
})

t.test('docs/configuration.md names every parameter of a Postgres URL', async t => {
  const docs = read('docs/configuration.md')
  for (const name of postgresParameters) t.match(docs, new RegExp(`\\| .*\`${name}\`.* \\|`), name)
})
