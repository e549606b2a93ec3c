import { X509Certificate } from 'node:crypto'
import { readPem } from './read-pem.ts'

const block = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----.*?-----END \1-----/gs

/** The certificates in a PEM file, one at least; undefined after a mistake. */
export function readCertificates(
  path: string,
  wrong: (message: string) => void,
): X509Certificate[] | undefined {
  const text = readPem(path, wrong)
  if (text === undefined) return undefined
  try {
    const certificates = (text.match(block) ?? []).map(pem => new X509Certificate(pem))
    if (certificates.length > 0) return certificates
  } catch {
    // Told the same way.
  }
  wrong('names a file that holds no certificate as PEM (-----BEGIN CERTIFICATE-----).')
  return undefined
}
