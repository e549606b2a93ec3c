import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import t from 'tap'
import type { PostgresSettings } from '../../src/domain/settings.ts'
import { load, mistakesOf } from './load.ts'

const pem = { type: 'pkcs8', format: 'pem' } as const
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const files = {
  'ca.pem': `The first two:\n${rootCertificates.slice(0, 2).join('\n')}\n`,
  'key.pem': String(privateKey.export(pem)),
  'locked.pem': String(privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' })),
  'broken.pem': rootCertificates[0]!.replace(/^MII.../m, 'AAAAAA'),
  'text.pem': 'nothing here',
}
const env = (query: string, host: string) => ({
  REELAY_SINKS: 'https://sink.example',
  REELAY_STORE: `postgres://${host}/reelay${query === '' ? '' : `?${query}`}`,
})
const loadTls = (query: string, host = 'db.example') => {
  const { settings, warnings, cwd } = load(t, { env: env(query, host), files })
  return { tls: (settings.store as PostgresSettings).tls, warnings, cwd }
}
const wrong = (query: string) => mistakesOf(t, { env: env(query, 'db.example'), files })

t.test('modes, as libpq means them', async t => {
  const { cwd } = loadTls('sslmode=disable')
  const caFile = join(cwd, 'ca.pem')
  const cases: [string, PostgresSettings['tls']][] = [
    ['sslmode=disable', undefined],
    ['sslmode=require', { verify: 'none' }],
    ['sslmode=require&sslrootcert=ca.pem', { verify: 'chain', caFile }],
    ['sslmode=verify-ca&sslrootcert=./ca.pem', { verify: 'chain', caFile }],
    ['sslmode=verify-full', { verify: 'full' }],
    [`sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile)}`, { verify: 'full', caFile }],
    ['sslmode=verify-full&sslrootcert=system', { verify: 'full' }],
    ['sslrootcert=system', { verify: 'full' }],
  ]
  for (const [query, tls] of cases) {
    const loaded = loadTls(query)
    t.strictSame(loaded.tls, tls, query)
    t.strictSame(loaded.warnings, [], query)
  }
})

t.test('a client certificate', async t => {
  const dir = t.testdir()
  const [keyFile, certFile] = [join(dir, 'client.key'), join(dir, 'client.crt')]
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=reelay'
  try {
    execFileSync('openssl', [...args.split(' '), '-keyout', keyFile, '-out', certFile])
  } catch {
    t.comment('no openssl here to make one')
    return
  }
  const query = `sslmode=require&sslcert=${certFile}&sslkey=${keyFile}`
  t.strictSame(loadTls(query).tls, { verify: 'none', certFile, keyFile })
  t.ok(readFileSync(keyFile, 'utf8').includes('PRIVATE KEY'))
})

t.test('a socket is never encrypted', async t => {
  const { tls, warnings } = loadTls('host=/run/postgresql&sslmode=verify-full', '')
  t.equal(tls, undefined)
  t.strictSame(warnings, [])
})

t.test('a warning where nothing says how, but for the same machine', async t => {
  const warning =
    'REELAY_STORE: the connection to Postgres is not encrypted. Add sslmode=verify-full, or ' +
    'sslmode=disable to say that this is meant.'
  for (const host of ['db.example', '10.0.0.1', '[2001:db8::7]', 'u:pw@db']) {
    t.strictSame(loadTls('', host), { ...loadTls('', host), tls: undefined, warnings: [warning] })
  }
  for (const host of ['localhost', '127.0.0.1', '[::1]', '%2Frun%2Fpostgresql']) {
    t.strictSame(loadTls('', host).warnings, [], host)
  }
  t.strictSame(loadTls('sslmode=verify-ca').warnings, [
    'REELAY_STORE: sslmode=verify-ca without sslrootcert: anyone can have a certificate that a ' +
      'public CA signed. Use sslmode=verify-full, or name your own CA in sslrootcert.',
  ])
})

t.test('mistakes', async t => {
  const choose = 'Choose: disable, require, verify-ca or verify-full.'
  const fallBack = `sslmode: may fall back to a connection that is not encrypted. ${choose}`
  const noEffect = 'does nothing without encryption. Add sslmode=verify-full, or remove it.'
  const missing = 'names a file that does not exist. Give it the path of a PEM file.'
  const noCertificate =
    'names a file that holds no certificate as PEM (-----BEGIN CERTIFICATE-----).'
  const noKey = 'names a file that holds no private key as PEM (-----BEGIN PRIVATE KEY-----).'
  const cases: [string, ...string[]][] = [
    ['sslmode=prefer', fallBack],
    ['sslmode=allow', fallBack],
    ['sslmode=on', `sslmode: not a mode. ${choose}`],
    ['sslmode=Require', `sslmode: not a mode. ${choose}`],
    ['sslrootcert=ca.pem', `sslrootcert: ${noEffect}`],
    [
      'sslmode=disable&sslcert=ca.pem&sslkey=key.pem',
      `sslcert: ${noEffect}`,
      `sslkey: ${noEffect}`,
    ],
    ['sslmode=require&sslrootcert=no.pem', `sslrootcert: ${missing}`],
    [
      'sslmode=verify-full&sslrootcert=conf',
      'sslrootcert: names a directory. Give it the path of a PEM file.',
    ],
    ['sslmode=verify-full&sslrootcert=text.pem', `sslrootcert: ${noCertificate}`],
    ['sslmode=verify-full&sslrootcert=broken.pem', `sslrootcert: ${noCertificate}`],
    ['sslmode=verify-full&sslrootcert=key.pem', `sslrootcert: ${noCertificate}`],
    [
      'sslmode=require&sslrootcert=system',
      'sslrootcert: system: anyone can have a certificate that a public CA signed. Use sslmode=verify-full.',
    ],
    ['sslmode=require&sslcert=ca.pem', 'sslcert: needs sslkey as well.'],
    ['sslmode=require&sslkey=key.pem', 'sslkey: needs sslcert as well.'],
    [
      'sslmode=require&sslcert=ca.pem&sslkey=key.pem',
      'sslkey: is not the key of the certificate in sslcert, whose first one counts.',
    ],
    ['sslmode=require&sslcert=no.pem&sslkey=text.pem', `sslcert: ${missing}`, `sslkey: ${noKey}`],
    ['sslmode=require&sslcert=ca.pem&sslkey=no.pem', `sslkey: ${missing}`],
    [
      'sslmode=require&sslcert=ca.pem&sslkey=locked.pem',
      'sslkey: names a key with a passphrase, which Reelay has no place for. Decrypt it.',
    ],
  ]
  for (const [query, ...expected] of cases) {
    t.strictSame(
      wrong(query),
      expected.map(each => `REELAY_STORE | ${each}`),
      query,
    )
  }
})
