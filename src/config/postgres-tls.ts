import { resolve } from 'node:path'
import type { PostgresTls } from '../domain/settings.ts'
import type { PostgresUrl } from './postgres-url.ts'
import { readCertificates } from './read-certificates.ts'
import { readPrivateKey } from './read-private-key.ts'

const modes = new Map<string, PostgresTls['verify'] | undefined>([
  ['disable', undefined],
  ['require', 'none'],
  ['verify-ca', 'chain'],
  ['verify-full', 'full'],
])

const anyoneCan = 'anyone can have a certificate that a public CA signed'
const choices = 'Choose: disable, require, verify-ca or verify-full.'

/** How the connection is encrypted, with libpq's meaning of its names; undefined: not at all. */
export function readPostgresTls(url: PostgresUrl): PostgresTls | undefined {
  const { parameters, wrong, warn } = url
  const rootCert = parameters.get('sslrootcert')
  const system = rootCert === 'system'
  const mode = parameters.get('sslmode') ?? (system ? 'verify-full' : undefined)
  if (mode === 'prefer' || mode === 'allow') {
    wrong('sslmode', `may fall back to a connection that is not encrypted. ${choices}`)
  } else if (mode !== undefined && !modes.has(mode)) {
    wrong('sslmode', `not a mode. ${choices}`)
  } else if (mode === undefined || mode === 'disable') {
    for (const name of ['sslrootcert', 'sslcert', 'sslkey'] as const) {
      if (parameters.has(name)) {
        wrong(name, 'does nothing without encryption. Add sslmode=verify-full, or remove it.')
      }
    }
    return undefined
  }
  if (system && mode !== 'verify-full') {
    wrong('sslrootcert', `system: ${anyoneCan}. Use sslmode=verify-full.`)
  } else if (mode === 'verify-ca' && rootCert === undefined) {
    warn(
      `sslmode=verify-ca without sslrootcert: ${anyoneCan}. ` +
        'Use sslmode=verify-full, or name your own CA in sslrootcert.',
    )
  }
  const verify = modes.get(mode ?? '') ?? 'full'
  const tls: PostgresTls = { verify: verify === 'none' && rootCert ? 'chain' : verify }
  if (rootCert !== undefined && !system) {
    tls.caFile = resolve(url.baseDir, rootCert)
    readCertificates(tls.caFile, message => wrong('sslrootcert', message))
  }
  return { ...tls, ...clientCertificate(url) }
}

function clientCertificate({
  parameters,
  baseDir,
  wrong,
}: PostgresUrl): { certFile: string; keyFile: string } | undefined {
  const cert = parameters.get('sslcert')
  const key = parameters.get('sslkey')
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) {
    if (cert) wrong('sslcert', 'needs sslkey as well.')
    else wrong('sslkey', 'needs sslcert as well.')
    return undefined
  }
  const certFile = resolve(baseDir, cert)
  const keyFile = resolve(baseDir, key)
  const certificates = readCertificates(certFile, message => wrong('sslcert', message))
  const privateKey = readPrivateKey(keyFile, message => wrong('sslkey', message))
  if (certificates && privateKey && !certificates[0]!.checkPrivateKey(privateKey)) {
    wrong('sslkey', 'is not the key of the certificate in sslcert, whose first one counts.')
  }
  return { certFile, keyFile }
}
