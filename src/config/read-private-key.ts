import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readPem } from './read-pem.ts'

/** The private key in a PEM file; undefined after a mistake. */
export function readPrivateKey(
  path: string,
  wrong: (message: string) => void,
): KeyObject | undefined {
  const text = readPem(path, wrong)
  if (text === undefined) return undefined
  try {
    return createPrivateKey(text)
  } catch {
    wrong(
      /ENCRYPTED/.test(text)
        ? 'names a key with a passphrase, which Reelay has no place for. Decrypt it.'
        : 'names a file that holds no private key as PEM (-----BEGIN PRIVATE KEY-----).',
    )
    return undefined
  }
}
