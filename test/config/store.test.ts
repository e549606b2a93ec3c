import { join } from 'node:path'
import t from 'tap'
import type { PostgresSettings } from '../../src/domain/settings.ts'
import { inFile, load, mistakesOf } from './load.ts'

// With this sink, Postgres by itself has nothing to warn of.
const sinks = { REELAY_SINKS: 'https://sink.example' }
const loadStore = (REELAY_STORE: string, files = {}) =>
  load(t, { env: { ...sinks, REELAY_STORE }, files })
const wrong = (REELAY_STORE: string, files = {}) =>
  mistakesOf(t, { env: { ...sinks, REELAY_STORE }, files })
const postgres = (text: string) => loadStore(text).settings.store as PostgresSettings
const place = 'REELAY_STORE |'

const defaults = {
  engine: 'postgres',
  host: 'db.example',
  port: 5432,
  database: 'reelay',
  schema: 'reelay',
  applicationName: 'reelay',
  poolSize: 10,
  connectTimeoutMs: 5000,
  statementTimeoutMs: 5000,
  lockTimeoutMs: 1500,
}

t.test('the least, and all there is', async t => {
  for (const scheme of ['postgres', 'postgresql', 'Postgres']) {
    t.strictSame(postgres(`${scheme}://db.example/reelay`), defaults)
  }
  const query = [
    'sslmode=disable',
    'application_name=reelay%20blue',
    'connect_timeout=9',
    'schema=_video_2',
    'pool_size=100',
    'statement_timeout=1min',
    'lock_timeout=100',
  ].join('&')
  const { settings, warnings } = loadStore(`postgres://u%20u:p+w@DB.example:6543/d%2Fb?${query}&`)
  t.strictSame(warnings, [])
  t.strictSame(settings.store, {
    engine: 'postgres',
    host: 'DB.example',
    port: 6543,
    database: 'd/b',
    user: 'u u',
    password: 'p+w',
    schema: '_video_2',
    applicationName: 'reelay blue',
    poolSize: 100,
    connectTimeoutMs: 9000,
    statementTimeoutMs: 60_000,
    lockTimeoutMs: 100,
  })
})

t.test('everything as a parameter', async t => {
  const query = 'host=db.example&port=6543&user=u%26u&password=p+w%3D&dbname=calls'
  const expected = { ...defaults, port: 6543, database: 'calls', user: 'u&u', password: 'p+w=' }
  t.strictSame(postgres(`postgres://?${query}`), expected)
  t.strictSame(postgres(`postgres:///?${query}`), expected)
})

t.test('hosts', async t => {
  const cases = {
    'postgres:///reelay?host=/run/postgresql': '/run/postgresql',
    'postgres://u@/reelay?host=%2Frun%2Fpostgresql': '/run/postgresql',
    'postgres://u:p@%2Frun%2Fpostgresql/reelay': '/run/postgresql',
    'postgres://localhost/reelay?host=/cloudsql/a:b:c': '/cloudsql/a:b:c',
    'postgres://u:p@[::1]:5432/reelay': '::1',
    'postgres://[fe80::1%25eth0]/reelay?sslmode=disable': 'fe80::1%eth0',
    'postgres:///reelay?host=::1': '::1',
    'postgres://127.0.0.1:/reelay': '127.0.0.1',
  }
  for (const [text, host] of Object.entries(cases)) {
    const { settings, warnings } = loadStore(text)
    t.match(settings.store, { host, port: 5432 }, text)
    t.strictSame(warnings, [], text)
  }
})

t.test('an empty user or password is none', async t => {
  t.strictSame(postgres('postgres://@db.example/reelay'), defaults)
  t.strictSame(postgres('postgres://u:@db.example/reelay'), { ...defaults, user: 'u' })
})

t.test('mistakes', async t => {
  const several =
    'names several hosts. Use one name that leads to the primary: a DNS name, a virtual IP or a pooler.'
  const example = 'postgres://reelay@db.example.com/reelay'
  const noHost = `host: is missing. Write it as in: ${example}, or add host=/run/postgresql`
  const notHost = 'host: not a host: it needs a name, an address or the folder of a socket.'
  const timeout = 'needs a duration from 100ms to 60s. Write it as in: 5s, 500ms or 1min'
  const schema =
    'schema: needs 1 to 41 letters from a to z, digits and underscores, no digit first.'
  const ours = "schema: is one of Postgres's own. Choose another name."
  const q = 'postgres://localhost/reelay?'
  const cases: [string, ...string[]][] = [
    ['postgres:reelay', `not a valid URL. Write it as in: ${example}`],
    ['postgres:/localhost/reelay', `not a valid URL. Write it as in: ${example}`],
    ['postgres://localhost', `dbname: is missing. Name the database: ${example}`],
    ['postgres://localhost/', `dbname: is missing. Name the database: ${example}`],
    ['postgres:///reelay', noHost],
    ['postgres://', noHost, `dbname: is missing. Name the database: ${example}`],
    ['postgres://a,b/reelay?sslmode=disable', several],
    ['postgres://a:1,[::1]:2/reelay?sslmode=disable', several],
    ['postgres:///reelay?host=a,b&sslmode=disable', several],
    ['postgres://a%20b/reelay?sslmode=disable', notHost],
    ['postgres:///reelay?host=[::1]&sslmode=disable', notHost],
    [
      'postgres:///reelay?host=/run/postgresql/.s.PGSQL.5432',
      'host: is the socket itself. Give the folder that it is in.',
    ],
    ['postgres://localhost:0/reelay', 'port: needs a whole number from 1 to 65535.'],
    ['postgres://localhost:65536/reelay', 'port: needs a whole number from 1 to 65535.'],
    [`${q}port=5432,5433`, 'port: needs a whole number from 1 to 65535.'],
    [`${q}host=localhost`, 'host: is given twice. Keep one of the two.'],
    [`${q}dbname=x`, 'dbname: is given twice. Keep one of the two.'],
    [`${q}schema=a&schema=b`, 'schema: is given twice. Keep one of the two.'],
    ['postgres:///x?host=/a&host=/b', 'host: is given twice. Keep one of the two.'],
    [`${q}schema=`, 'schema: is empty. Fill it in, or leave it out.'],
    [`${q}schema`, 'parameter 1 in its query is no name=value. Within a value write & as %26.'],
    [
      `${q}schema=a&pool_sise=9`,
      'parameter 2 in its query is unknown. The nearest name is pool_size.',
    ],
    [`${q}database=x`, 'parameter 1 in its query is unknown. The nearest name is dbname.'],
    [`${q}SSLMODE=x`, 'parameter 1 in its query is unknown. The nearest name is sslmode.'],
    [`${q}ssl=true`, 'ssl: unknown. Use sslmode: disable, require, verify-ca or verify-full.'],
    [`${q}channel_binding=require`, 'channel_binding: not supported. Leave it out.'],
    [
      `${q}target_session_attrs=any`,
      'target_session_attrs: not supported. Use one name that leads to the primary: a DNS name, a virtual IP or a pooler.',
    ],
    ...['a-b', 'A', '1a', '"a"', 'ä', 'a'.repeat(42)].map((name): [string, string] => [
      `${q}schema=${name}`,
      schema,
    ]),
    [`${q}schema=pg_x`, ours],
    [`${q}schema=information_schema`, ours],
    [`${q}application_name=${'x'.repeat(64)}`, 'application_name: needs 1 to 63 ASCII characters.'],
    [`${q}application_name=%C3%BC`, 'application_name: needs 1 to 63 ASCII characters.'],
    ...['3', '101', '8.5', 'x', '-8', '0x8'].map((size): [string, string] => [
      `${q}pool_size=${size}`,
      'pool_size: needs a whole number from 7 to 100.',
    ]),
    ...['0', '61', '5s', '1.5'].map((seconds): [string, string] => [
      `${q}connect_timeout=${seconds}`,
      'connect_timeout: needs a whole number from 1 to 60.',
    ]),
    ...['0', '99', '61s', '2min', '5m', '1h', '1.5s', 's'].flatMap((text): [string, string][] => [
      [`${q}statement_timeout=${text}`, `statement_timeout: ${timeout}`],
      [`${q}lock_timeout=${text}`, `lock_timeout: ${timeout}`],
    ]),
    [
      `${q}foo=1&pool_size=1&sslmode=prefer`,
      'parameter 1 in its query is unknown. The nearest name is host.',
      'sslmode: may fall back to a connection that is not encrypted. Choose: disable, require, verify-ca or verify-full.',
      'pool_size: needs a whole number from 7 to 100.',
    ],
  ]
  for (const [text, ...expected] of cases) {
    t.strictSame(
      wrong(text),
      expected.map(each => `${place} ${each}`),
      text,
    )
  }
})

t.test('durations as Postgres writes them', async t => {
  const timeout = (text: string) =>
    postgres(`postgres://localhost/reelay?statement_timeout=${text}`).statementTimeoutMs
  t.strictSame(['100', '250ms', '7s', '7%20s', '1min'].map(timeout), [100, 250, 7000, 7000, 60_000])
})

t.test('the public schema, and the longest name', async t => {
  for (const schema of ['public', 'a'.repeat(41), 'pgx']) {
    t.equal(postgres(`postgres://localhost/reelay?schema=${schema}`).schema, schema)
  }
})

t.test('password_file', async t => {
  const files = { 'secret.txt': 'orchard\n', 'empty.txt': ' \n' }
  const q = 'postgres://localhost/reelay?password_file='
  const { settings, cwd } = loadStore(`${q}./secret.txt`, files)
  t.strictSame(settings.store, {
    ...defaults,
    host: 'localhost',
    passwordFile: join(cwd, 'secret.txt'),
  })
  const cases = {
    [`${q}missing`]:
      'names a file that does not exist. Give it the path of a file that holds the value.',
    [`${q}conf`]: 'names a directory. Give it the path of a file that holds the value.',
    [`${q}empty.txt`]: 'names a file that is empty. Write the value into it.',
    [`${q}secret.txt&password=x`]: 'there is a password too. Keep one of the two.',
    'postgres://u:x@localhost/reelay?password_file=secret.txt':
      'there is a password too. Keep one of the two.',
  }
  for (const [text, expected] of Object.entries(cases)) {
    t.strictSame(wrong(text, files), [`${place} password_file: ${expected}`])
  }
})

t.test('the URL in a file of its own', async t => {
  const text = '\uFEFFpostgres://u:p%40w@localhost/reelay?password_file=x\n'
  const files = { 'url.txt': text.replace('?password_file=x', ''), 'conf/x': 'orchard' }
  const fromEnv = load(t, { env: { ...sinks, REELAY_STORE_FILE: 'url.txt' }, files })
  t.match(fromEnv.settings.store, { engine: 'postgres', password: 'p@w' })
  t.strictSame(fromEnv.warnings, [])

  const storeFile = 'url.txt'
  const inConf = {
    'conf/c.json': { storeFile },
    'conf/url.txt': 'postgres://localhost/reelay?password_file=x',
    'conf/x': 'orchard',
  }
  const env = { ...sinks, REELAY_CONFIG: 'conf/c.json' }
  const fromFile = load(t, { env, files: inConf })
  t.match(fromFile.settings.store, { passwordFile: join(fromFile.cwd, 'conf/x') })

  const mistakes = (content: object, env = {}) =>
    mistakesOf(t, { env: { ...sinks, ...env }, files: { 'reelay.config.json': content, ...files } })
  t.strictSame(mistakes({ store: 'sqlite:x', storeFile }), [
    `${inFile('/store')} | storeFile is set too. Keep one of the two.`,
  ])
  t.strictSame(mistakes({ store: ' ' }), [`${inFile('/store')} | is empty. Fill it in.`])
  t.strictSame(mistakes({ storeFile: 'missing' }), [
    `${inFile('/storeFile')} | names a file that does not exist. Give it the path of a file that holds the value.`,
  ])
  t.strictSame(mistakes({ store: 'postgres://u:pw@localhost' }), [
    `${inFile('/store')} | dbname: is missing. Name the database: postgres://reelay@db.example.com/reelay`,
  ])
  t.strictSame(mistakes({}, { REELAY_STORE: 'sqlite:x', REELAY_STORE_FILE: 'url.txt' }), [
    'REELAY_STORE | REELAY_STORE_FILE is set too. Keep one of the two.',
  ])
  t.strictSame(mistakes({}, { REELAY_STORE_FILE: 'missing' }), [
    'REELAY_STORE_FILE | names a file that does not exist. Give it the path of a file that holds the value.',
  ])
})
